import Machine

/// Switches the machine off, with an exit code for whoever runs it.
package struct Power: Device {
    package init() {}

    package let description = DeviceDescription(
        name: "POWER", title: "power switch", space: .ports, size: 1,
        registers: [.init("EXIT", at: 0, .write, "Switches the machine off; the low byte is the exit code.")])

    package mutating func read(_ offset: UInt32, _ width: Width, _ context: inout DeviceContext) -> UInt32 { ~0 }

    package mutating func write(_ offset: UInt32, _ width: Width, _ value: UInt32, _ context: inout DeviceContext) {
        context.exitCode = UInt8(truncatingIfNeeded: value)
    }
}
