import Assembler
import ISA
import Machine
import VMM

/// The first guest instruction after which two engines differ, and what there is to see around it.
package struct Divergence: Encodable, Hashable, Sendable {
    /// The engines, in the order in which values are shown.
    package let engines: [String]
    /// The clock after the instruction.
    package let tick: UInt64
    /// Where the guest was before it: the address, in hexadecimal.
    package let pc: String
    /// The instruction, disassembled.
    package let instruction: String
    /// Its `file:line`, as far as the image knows.
    @Nullable package private(set) var source: String?
    package let ring: UInt8
    /// What differs after it: the first engine's value, then the second's.
    package let differences: [String]
    /// How each side goes on: the next instructions, and how it stopped if it did.
    package let next: [[String]]

    /// Instructions that are shown of what follows.
    private static let shown: UInt64 = 6

    init(_ lockstep: Lockstep, at tick: UInt64) throws(UserError) {
        let pair = try Pair(lockstep)
        // At reset already: there is no instruction before.
        pair.run(to: max(tick, 1) - 1)
        self.tick = tick
        engines = [lockstep.left.engine, lockstep.right.engine]
        let before = pair.left.guestCPU
        pc = Decoded.hexadecimal(before.pc)
        ring = before.ring
        instruction = pair.left.instruction(at: before.pc)
        source = pair.left.source(of: before.pc)
        pair.run(to: tick)
        differences = pair.left.guestState.differences(to: pair.right.guestState)
        next = [pair.left.following(tick, count: Self.shown), pair.right.following(tick, count: Self.shown)]
    }

    /// For people, a line each.
    package var lines: [String] {
        var lines = [
            "\(engines[0]) and \(engines[1]) differ after tick \(tick.grouped).",
            "  The instruction, or the first one of what it led to: \(pc): \(instruction), ring \(ring)"
                + (source.map { ", \($0)" } ?? ""),
            "  \(engines[0]) / \(engines[1]):",
        ]
        lines += differences.map { "    " + $0 }
        for (engine, instructions) in zip(engines, next) {
            lines.append("  \(engine) goes on:")
            lines += instructions.map { "    " + $0 }
        }
        return lines
    }
}

extension Session {
    /// What is at a guest-virtual address, disassembled.
    fileprivate func instruction(at address: UInt32) -> String {
        guard let word = virtualWord(at: address) else { return "not in RAM" }
        return Decoded(word: word)?.text(at: address) ?? "undefined word \(Decoded.hexadecimal(word))"
    }

    /// The next instructions, an instruction a tick.
    fileprivate func following(_ tick: UInt64, count: UInt64) -> [String] {
        var lines: [String] = []
        for next in 1...count {
            guard stop == .budget else { break }
            let cpu = guestCPU
            let place = source(of: cpu.pc).map { "  ; \($0)" } ?? ""
            lines.append(
                "\(Decoded.hexadecimal(cpu.pc)): " + (cpu.halted ? "waits in hlt" : instruction(at: cpu.pc)) + place)
            run(toTick: tick + next)
        }
        return stop == .budget ? lines : lines + [stop.text]
    }
}
