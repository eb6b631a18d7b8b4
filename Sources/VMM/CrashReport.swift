import ISA
import Machine

/// Why a hypervisor gave its guest up, as a person should hear it.
package struct CrashReport: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// A trap for which the guest's trap table has no gate.
        case noGate(Fault)
        /// A frame for which there was no room below this address; the kernel's stack has that top, if `isKernelStack`.
        case noStack(UInt32, isKernelStack: Bool)
    }

    package var cause: Cause
    package var pc: UInt32
    package var ring: UInt8
    /// The word at `pc`, if it can be read.
    package var word: UInt32?
    package var cycle: UInt64
    /// A hypercall that the hypervisor has refused.
    package struct RefusedCall: Hashable, Sendable {
        package let call: Hypercall
        package let status: HypercallStatus
        /// The address behind it.
        package let pc: UInt32

        package init(call: Hypercall, status: HypercallStatus, pc: UInt32) {
            (self.call, self.status, self.pc) = (call, status, pc)
        }
    }

    /// The last one, if there was one.
    package var refusedCall: RefusedCall?
    /// The guest was about to take an event.
    package var isAtCallback: Bool
    /// It has made hypercalls: it is no kernel for bare metal.
    package var isPorted: Bool
    /// What an unmodified kernel expects where it faulted, and a paravirtual one does not find.
    package enum Obstacle: Hashable, Sendable {
        /// The page is mapped for reading only because it is a page table in use.
        case table
        /// Nothing is mapped there; on bare metal it would be a device's memory, or nobody's.
        case noMemory
        /// A page of the window.
        case window
    }
    package var obstacle: Obstacle?
    /// The instruction that silently misled the guest's kernel before that, if one did.
    package var hole: Host.UsedHole?

    package init(
        _ cause: Cause, pc: UInt32, ring: UInt8, word: UInt32?, cycle: UInt64, isPorted: Bool,
        isAtCallback: Bool, refusedCall: RefusedCall?, obstacle: Obstacle?, hole: Host.UsedHole?
    ) {
        (self.cause, self.pc, self.ring, self.word, self.cycle) = (cause, pc, ring, word, cycle)
        (self.isAtCallback, self.refusedCall) = (isAtCallback, refusedCall)
        (self.isPorted, self.obstacle, self.hole) = (isPorted, obstacle, hole)
    }

    /// The instruction, where it is one that the guest's kernel would have needed ring 0 for.
    private var refused: Instruction? {
        guard case .noGate(let fault) = cause, ring != 3, fault.vector == Vector.protection.rawValue,
            fault.error & 0xff == UInt32(ProtectionCause.privileged.rawValue)
        else { return nil }
        return word.flatMap { Decoded(word: $0)?.instruction }
    }

    /// The name of a hypercall.
    private static func name(_ decoded: Decoded) -> String? {
        guard decoded.instruction == .hcall else { return nil }
        return Hypercall(rawValue: UInt16(truncatingIfNeeded: decoded.immediate))?.symbol
    }

    /// The story in sentences, a line each.
    package var lines: [String] {
        var lines = [
            "The hypervisor gave the guest up at pc \(Decoded.hexadecimal(pc)) in ring \(ring), cycle \(cycle)."
        ]
        if let word {
            let text = Decoded(word: word).map { $0.text(at: pc) + (Self.name($0).map { " (\($0))" } ?? "") }
            lines.append("  The word there is \(Decoded.hexadecimal(word)): \(text ?? "undefined").")
        }
        switch cause {
        case .noGate(let fault):
            lines.append("  It raised: \(fault.text).")
            lines.append("  The guest has no gate for that (HCALL_SET_TRAP_TABLE).")
        case .noStack(0, isKernelStack: true):
            lines.append("  A trap came from ring 3, and the kernel has no stack for its frame: HCALL_SET_KERNEL_STACK.")
        case .noStack(let address, let isKernelStack):
            let name = isKernelStack ? "that HCALL_SET_KERNEL_STACK has set" : "where sp was"
            lines.append("  A trap frame below \(Decoded.hexadecimal(address)), \(name), cannot be written.")
        }
        if isAtCallback { lines.append("  That is where HCALL_SET_EVENT_CALLBACK has events go.") }
        switch word.flatMap({ Decoded(word: $0)?.instruction }) {
        case .hcall where ring == 3: lines.append("  hcall is for ring 1.")
        case .syscall: lines.append("  syscall is not offered; int through a direct gate is.")
        default: break
        }
        switch obstacle {
        case .table:
            lines.append(
                "  A page table is there, in use by the processor: it is written by HCALL_UPDATE_TABLES only (direct paging).")
        case .noMemory where isPorted: lines.append("  No memory is mapped there.")
        case .noMemory:
            lines.append("  No memory is mapped there. Devices are the hypervisor's; a ported kernel has I/O rings and hypercalls.")
        case .window: lines.append("  The page is the hypervisor's, and not for writing (or not for this ring).")
        case nil: break
        }
        if let refused, let word, let text = Decoded(word: word)?.text(at: pc) {
            lines.append("  \(text) needs ring 0, and this kernel is in ring 1.")
            lines.append("  A ported kernel's way: \(refused.row.paravirtual.rawValue).")
        }
        if !isPorted, obstacle != .window, refused != nil || obstacle != nil {
            lines.append("  An unmodified kernel needs another engine: bt, or hvm where the processor has root mode.")
        }
        if let refusedCall {
            lines.append(
                "  Before that, \(refusedCall.call.symbol) before \(Decoded.hexadecimal(refusedCall.pc)) was refused: \(refusedCall.status.symbol)."
            )
        }
        if let hole, let decoded = Decoded(word: hole.word) {
            lines.append(
                "  Before that, \(decoded.text(at: hole.pc)) at \(Decoded.hexadecimal(hole.pc)) did not trap, but told of ring 1, not of the guest's own machine."
            )
        }
        return lines
    }
}
