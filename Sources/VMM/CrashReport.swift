import ISA
import Machine

/// Why a hypervisor gave its guest up, as a person should hear it.
package struct CrashReport: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// A trap for which the guest's trap table has no gate.
        case noGate(Fault)
        /// A frame for which there was no room at this address.
        case noStack(UInt32)
    }

    package var cause: Cause
    package var pc: UInt32
    package var ring: UInt8
    /// The word at `pc`, if it can be read.
    package var word: UInt32?
    package var cycle: UInt64
    /// What an unmodified kernel expects where it faulted, and a paravirtual one does not find.
    package enum Obstacle: Hashable, Sendable {
        /// The page is mapped for reading only because it is a page table in use.
        case table
        /// Nothing is mapped there; on bare metal it would be a device's memory, or nobody's.
        case noMemory
    }
    package var obstacle: Obstacle?
    /// The instruction that silently misled the guest's kernel before that, if one did.
    package var hole: Host.UsedHole?

    package init(_ cause: Cause, pc: UInt32, ring: UInt8, word: UInt32?, cycle: UInt64, obstacle: Obstacle?, hole: Host.UsedHole?) {
        (self.cause, self.pc, self.ring, self.word, self.cycle) = (cause, pc, ring, word, cycle)
        (self.obstacle, self.hole) = (obstacle, hole)
    }

    /// The instruction, where it is one that the guest's kernel would have needed ring 0 for.
    private var refused: Instruction? {
        guard case .noGate(let fault) = cause, ring != 3, fault.vector == Vector.protection.rawValue,
            fault.error & 0xff == UInt32(ProtectionCause.privileged.rawValue)
        else { return nil }
        return word.flatMap { Decoded(word: $0)?.instruction }
    }

    /// The story in sentences, a line each.
    package var lines: [String] {
        var lines = [
            "The hypervisor gave the guest up at pc \(Decoded.hexadecimal(pc)) in ring \(ring), cycle \(cycle)."
        ]
        if let word {
            lines.append("  The word there is \(Decoded.hexadecimal(word)): \(Decoded(word: word)?.text(at: pc) ?? "undefined").")
        }
        switch cause {
        case .noGate(let fault):
            lines.append("  It raised: \(fault.text). The guest has no gate for that (HCALL_SET_TRAP_TABLE).")
        case .noStack(let address):
            lines.append(
                "  A trap frame below \(Decoded.hexadecimal(address)) cannot be written: check HCALL_SET_KERNEL_STACK and sp.")
        }
        switch obstacle {
        case .table:
            lines.append(
                "  A page table is there, in use by the processor: it is written by HCALL_UPDATE_TABLES only (direct paging).")
        case .noMemory:
            lines.append("  No memory is mapped there. Devices are the hypervisor's; a ported kernel has I/O rings and hypercalls.")
        case nil: break
        }
        if let refused {
            let row = refused.row
            lines.append(
                "  \(row.mnemonic) needs ring 0, and this kernel is in ring 1; a ported kernel's way: \(row.paravirtual.rawValue).")
        }
        if refused != nil || obstacle != nil {
            lines.append("  An unmodified kernel needs another engine: bt, or hvm where the processor has root mode.")
        }
        if let hole, let decoded = Decoded(word: hole.word) {
            lines.append(
                "  Before that, \(decoded.text(at: hole.pc)) at \(Decoded.hexadecimal(hole.pc)) did not trap, but told of ring 1, not of the guest's own machine."
            )
        }
        return lines
    }
}
