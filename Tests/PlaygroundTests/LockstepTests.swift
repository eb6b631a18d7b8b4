import Assembler
import Machine
import Playground
import Testing

@Suite struct LockstepTests {
    private func native() throws -> RunOptions { small(RunOptions(model: try HostModels.load(HostModels.standard))) }

    /// Half of what a comparison costs is memory.
    private func small(_ options: RunOptions) -> RunOptions {
        var options = options
        options.ramSize = 1 << 20
        return options
    }

    /// Fifty thousand instructions, four a turn, that use neither r5 nor the word at 0x8000 before the end.
    private func guest() throws -> Image {
        try assemble(
            """
            _start:
                mov r2, 12500
            again:
                add r1, 7
                dec r2
                cmp r2, 0
                jne again
                add r1, r1, r5
                out POWER_EXIT, r1
            """, options: GuestFile.options())
    }

    private func compare(_ mistake: BrokenEngine.Mistake, every: UInt64 = 4096) throws -> Divergence? {
        var lockstep = Lockstep(try guest(), try native(), small(try BrokenEngine.options(mistake)))
        lockstep.every = every
        guard case .diverged(let divergence) = try lockstep.run() else { return nil }
        return divergence
    }

    @Test func `two equal engines never differ`() throws {
        guard case .same(let ticks, let stop) = try Lockstep(try guest(), try native(), try native()).run() else {
            Issue.record("bare metal differs from itself")
            return
        }
        #expect(ticks == 50_003 && stop == .powerOff(code: UInt8(truncatingIfNeeded: 12500 * 7)))
    }

    /// The n-th instruction of the loop is the one at tick n + 1.
    @Test(arguments: [UInt64(2), 1, 4096, 4097, 20_000, 49_999].sampledInDebug(3), [UInt64(4096), 1, 100].sampledInDebug(2))
    func `the instruction after which a register differs is named`(_ tick: UInt64, _ every: UInt64) throws {
        let found = try #require(try compare(.register(5, atTick: tick), every: every))
        #expect(found.tick == tick && found.differences == ["r5: 0x0 / 0x100"] && found.engines == ["native", "broken"])
        let texts = ["add r1, r1, 7", "sub r2, r2, 1", "cmp r2, 0", "jne 0x1004"]
        #expect(found.instruction == (tick == 1 ? "mov r2, 12500" : texts[Int(tick - 2) % 4]))
        #expect(found.source == "main.s:\(tick == 1 ? 2 : 4 + Int(tick - 2) % 4)")
    }

    /// The processor does not show it for a long time.
    @Test(arguments: [UInt64(1), 5000, 30_001])
    func `a difference in memory is found where it begins`(_ tick: UInt64) throws {
        let found = try #require(try compare(.memory(0x8001, atTick: tick)))
        #expect(found.tick == tick && found.differences == ["memory at 0x8000: 0x0 / 0x7700"])
    }

    @Test func `both sides go on as they do`() throws {
        let found = try #require(try compare(.register(2, atTick: 49_998)))
        #expect(found.next[0].last == "exit 204" && found.next[1].count == 6 && found.next[1].last?.contains("exit") == false)
    }

    /// An endless loop of faults completes no instruction, and so never gets to the next tick.
    @Test func `a guest that faults for ever does not hold the comparison`() throws {
        let image = try assemble(
            """
            .org 0x1000
            _start: mov r1, table
                lidt r1
                mov r1, 0x9000
                mov sp0, r1
                ud
            .section gates, 0x8000
            table:
                .space 6 * 8
                .word 2, GATE_PRESENT | GATE_FRESH_STACK
                .space 6 * 8
                .word 2, GATE_PRESENT | GATE_FRESH_STACK
            """, options: GuestFile.options())
        guard case .same(let ticks, _) = try Lockstep(image, try native(), try native()).run() else {
            Issue.record("bare metal differs from itself")
            return
        }
        #expect(ticks < 20)
    }

    @Test(arguments: ["paging", "timer", "disk", "echo"])
    func `samples never differ from themselves`(_ name: String) throws {
        let guest = try GuestFile(Tool.root.appendingPathComponent("Samples/\(name).s").path)
        var options = RunOptions(model: try HostModels.load(HostModels.standard))
        options.input = guest.expectations.input ?? []
        guard case .same = try Lockstep(guest.image, options, options).run() else {
            Issue.record("\(name) differs from itself")
            return
        }
    }
}
