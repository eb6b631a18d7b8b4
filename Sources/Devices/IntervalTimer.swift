import Machine

/// A programmable timer on the machine's clock: one-shot or periodic.
package struct IntervalTimer: Device {
    private var enabled = false
    private var periodic = false
    private var expired = false
    private var period: UInt32 = 0
    private var due: UInt64 = 0

    /// Shorter periods count as this long.
    /// Real world: a programmable timer has a shortest period, too; here it also keeps a hostile guest from making every instruction an event.
    private static let shortestPeriod: UInt64 = 64

    package init() {}

    package let description = DeviceDescription(
        name: "TIMER", title: "interval timer", space: .ports, size: 4,
        registers: [
            .init("CONTROL", at: 0, .readWrite, "Bit 0: runs. Bit 1: periodic. Writing starts the period anew."),
            .init(
                "PERIOD", at: 1, .readWrite, "Clock ticks to expiry, at least 64: cycles, or instructions under the guest clock."),
            .init("STATUS", at: 2, .readWrite, "Bit 0: expired, and the line is asserted. Writing 1 clears it."),
            .init("COUNT", at: 3, .read, "Ticks left; all ones if that is more than a word holds, 0 while stopped."),
        ])

    private var interval: UInt64 { max(Self.shortestPeriod, UInt64(period)) }

    package mutating func read(_ offset: UInt32, _ width: Width, _ context: inout DeviceContext) -> UInt32 {
        switch offset {
        case 0: (enabled ? 1 : 0) | (periodic ? 2 : 0)
        case 1: period
        case 2: expired ? 1 : 0
        case 3: enabled ? UInt32(clamping: due > context.now ? due - context.now : 0) : 0
        default: ~0
        }
    }

    package mutating func write(_ offset: UInt32, _ width: Width, _ value: UInt32, _ context: inout DeviceContext) {
        switch offset {
        case 0:
            enabled = value & 1 != 0
            periodic = value & 2 != 0
            due = context.now + interval
        case 1: period = value
        case 2: if value & 1 != 0 { expired = false }
        default: break
        }
    }

    package var interruptRequested: Bool { expired }
    package var nextEvent: UInt64? { enabled ? due : nil }

    package mutating func advance(_ context: inout DeviceContext) {
        expired = true
        if periodic {
            // Expiries that nobody could see, because the guest was not run meanwhile, are one.
            due += ((context.now - due) / interval + 1) * interval
        } else {
            enabled = false
        }
    }
}
