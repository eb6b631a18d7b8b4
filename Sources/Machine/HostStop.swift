import ISA

/// Why the host came back to whoever ran it.
package enum HostStop: Hashable, Sendable {
    /// The slice is used up.
    case budget
    /// The guest switched the machine off, with an exit code.
    case powerOff(code: UInt8)
    /// `hlt` with interrupts disabled: nothing can wake the processor.
    case halt
    /// A fault while a double fault was being delivered: the processor gives up.
    case tripleFault(FaultReport)
    /// The processor has gone through a gate into the monitor that owns ring 0. Only where there is one.
    case monitor(MonitorEntry)
    /// Non-root mode was left for a monitor. Only where there is one.
    case vmExit(VMExit)
}

/// An exit from non-root mode, with the cycle at which it began. Why is in the VMCS.
package struct VMExit: Hashable, Sendable {
    package var cycle: UInt64
}

/// How control came to a monitor, with the cycle at which the crossing began.
package struct MonitorEntry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case trap(vector: UInt8, error: UInt32)
        case interrupt(vector: UInt8)
        case systemCall
        /// `hcall`, with its number.
        case hypercall(UInt16)
        /// A jump from a translation to the monitor itself, by the number of the word of the callout page. No ring is crossed.
        ///
        /// Real world: what of the monitor is called like this runs in the translations' ring, and crosses to ring 0 for what
        /// only that can do. Here it has ring 0's instructions at their price, without the crossing.
        case callout(Int)
    }
    package var kind: Kind
    package var cycle: UInt64
}

/// How far a run may go; both are counted from reset.
package struct Slice: Sendable {
    /// The run stops at the first boundary between instructions at or after this cycle.
    package var cycle: UInt64
    /// Likewise, in the clock of the devices (`Host.now`). Under the cycle clock the two clocks are one.
    package var tick: UInt64

    package init(untilCycle cycle: UInt64, untilTick tick: UInt64 = .max) {
        self.cycle = cycle
        self.tick = tick
    }
}

/// A fault or trap as the processor raises it.
package struct Fault: Error, Hashable, Sendable {
    package var vector: UInt8
    package var error: UInt32
    /// The address that a page fault leaves in cr2.
    package var address: UInt32?
    /// It is none of the guest's faults, but one of the nested tables below it, and exits.
    var nested: NestedFault?

    /// A fault without an address: what a monitor was told by its own processor.
    package init(vector: UInt8, error: UInt32) {
        self.vector = vector
        self.error = error
    }

    init(_ vector: Vector, error: UInt32 = 0, address: UInt32? = nil) {
        self.vector = vector.rawValue
        self.error = error
        self.address = address
    }

    static func protection(_ cause: ProtectionCause, gate: UInt8 = 0) -> Fault {
        Fault(.protection, error: UInt32(cause.rawValue) | UInt32(gate) << 8)
    }
}

/// How it came to a triple fault: the faults in the order in which they happened.
package struct FaultReport: Hashable, Sendable {
    /// The faults: the first, the one while delivering it, the one while delivering the double fault.
    package var chain: [Fault]
    /// Where the first happened.
    package var pc: UInt32
    package var ring: UInt8
    /// The word at `pc`, if it can be read.
    package var word: UInt32?
    package var cycle: UInt64

    /// The story in sentences, a line each.
    package var lines: [String] {
        let place = Decoded.hexadecimal(pc)
        var lines = ["The machine stopped on a triple fault at pc \(place) in ring \(ring), cycle \(cycle)."]
        if let word {
            lines.append("  The word there is \(Decoded.hexadecimal(word)): \(Decoded(word: word)?.text(at: pc) ?? "undefined").")
        }
        let steps = ["First", "While delivering that", "While delivering the double fault"]
        for (step, fault) in zip(steps, chain) { lines.append("  \(step): \(fault.text).") }
        if let word, Decoded(word: word)?.instruction == .hcall {
            lines.append("  hcall asks a hypervisor, and here is none: this kernel is written for the engine pv.")
            return lines
        }
        lines.append("  Check the trap table (lidt), its gates for these vectors, and the stack that they use (sp0).")
        return lines
    }
}

extension Fault {
    /// The fault in words: vector, address, and what the error code says.
    package var text: String {
        let title = Vector.title(vector)
        switch Vector(rawValue: vector) {
        case .pageFault:
            let access = error & PageFaultCode.fetch != 0 ? "fetch" : error & PageFaultCode.write != 0 ? "write" : "read"
            let cause =
                error & PageFaultCode.reserved != 0
                ? "a reserved bit or ring in the entry"
                : error & PageFaultCode.protection != 0 ? "the entry does not allow it" : "the entry is not present"
            let ring = error >> PageFaultCode.ringShift & 3
            return "\(title), \(access) at \(Decoded.hexadecimal(address ?? 0)) from ring \(ring): \(cause)"
        case .protection:
            guard let cause = ProtectionCause(rawValue: UInt8(truncatingIfNeeded: error)) else {
                return "\(title), error code \(error)"
            }
            return "\(title): \(cause.title)" + (cause.concernsGate ? " (vector \(error >> 8 & 0xff))" : "")
        default: return title
        }
    }
}
