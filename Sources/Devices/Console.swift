import Machine

/// A serial console. Output is kept for whoever runs the machine; input is what was sent to it.
package struct Console: Device {
    /// Everything written so far, up to the limit.
    package private(set) var output: [UInt8] = []
    /// How many bytes of output are kept; the rest is counted only.
    package var outputLimit = 1 << 20
    package private(set) var lostOutput = 0
    private var input: [UInt8] = []
    private var inputPosition = 0
    private var interruptOnInput = false

    package init() {}

    package let description = DeviceDescription(
        name: "CONSOLE", title: "serial console", space: .ports, size: 3,
        registers: [
            .init(
                "DATA", at: 0, .readWrite,
                "Writing sends the low byte; reading takes the next byte of input, all ones if there is none."),
            .init("STATUS", at: 1, .read, "Bit 0: input waits. Bit 1: output can be sent (always)."),
            .init("CONTROL", at: 2, .readWrite, "Bit 0: interrupt while input waits."),
        ])

    /// Appends to what the guest can read.
    package mutating func send(_ bytes: some Sequence<UInt8>) { input.append(contentsOf: bytes) }

    private var inputWaits: Bool { inputPosition < input.count }

    package mutating func read(_ offset: UInt32, _ width: Width, _ context: inout DeviceContext) -> UInt32 {
        switch offset {
        case 0:
            guard inputWaits else { return ~0 }
            inputPosition += 1
            return UInt32(input[inputPosition - 1])
        case 1: return (inputWaits ? 1 : 0) | 2
        case 2: return interruptOnInput ? 1 : 0
        default: return ~0
        }
    }

    package mutating func write(_ offset: UInt32, _ width: Width, _ value: UInt32, _ context: inout DeviceContext) {
        switch offset {
        // Real world: a serial line takes time for each byte, and its buffer can be full.
        case 0: if output.count < outputLimit { output.append(UInt8(truncatingIfNeeded: value)) } else { lostOutput += 1 }
        case 2: interruptOnInput = value & 1 != 0
        default: break
        }
    }

    package var interruptRequested: Bool { interruptOnInput && inputWaits }
}
