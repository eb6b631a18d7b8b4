import Engines
import Machine
import Playground
import Testing
import VMM

/// The proof of equivalence has teeth where the guest runs in non-root mode, too: a monitor in root mode that is wrong in one
/// thing is caught, with shadow paging and with nested.
@Suite(.disabled(if: isDebugBuild)) struct HardwareMutationTests {
    /// A mistake in one of the forms that can make it.
    struct Mistake: CustomTestStringConvertible, Sendable {
        let mutation: HardwareMutation
        let paging: Paging
        var testDescription: String { "\(mutation), \(paging) paging" }
    }

    static let mistakes = HardwareMutation.allCases.flatMap { mutation in
        mutation.pagings.map { Mistake(mutation: mutation, paging: $0) }
    }

    /// A conformance program that catches each.
    static let witnesses: [HardwareMutation: String] = [
        .eventLost: "trace-over-int.s",
        .windowForgotten: "interrupt-frame.s",
        .windowForgottenBehindFault: "interrupt-sti-fault.s",
        .thresholdForgotten: "interrupt-cr8-holds.s",
        .acknowledgedOnTheWay: "interrupt-fresh-stack-gate.s",
        .acknowledgedTwice: "interrupt-eoi-pops.s",
        .stiShadowLost: "interrupt-sti-int.s",
        .stiShadowKept: "interrupt-sti-hlt.s",
        .taskPriorityLost: "control-cr8.s",
        .hostInterruptsReachGuest: "device-disk-interrupt.s",
        .haltForgotten: "interrupt-hlt-woken.s",
        .pcStays: "device-console-output.s",
        .pcMovesTwice: "device-timer-one-shot.s",
        .countedTwice: "device-timer-count.s",
        .narrowInput: "device-ports-nobody.s",
        .portsReachHost: "device-console-output.s",
        .rootModeServed: "fault-undefined-root-mode.s",
        .stackPointerLost: "device-frame-into-registers.s",
        .flagsLost: "call-deep-recursion.s",
        .registerLost: "alu-narrow-accesses.s",
        .tablesWritable: "paging-invlpg-remap.s",
        .notFlushed: "paging-cr3-switch.s",
        .accessedBitLost: "paging-read-sets-accessed.s",
        .dirtyBitLost: "paging-write-sets-dirty.s",
        .dmaUnseen: "device-disk-into-page-table.s",
        .faultAddressLost: "paging-cr2-kept.s",
        .errorCodeLost: "paging-codes-ring-0.s",
        .returnPastFault: "paging-absent-to-present.s",
        .faultJudgedByGuestRing: "paging-frame-sets-dirty.s",
        .readShadowStale: "control-cr0.s",
        .nestedNeighbour: "call-push-pop-sp.s",
        .nestedInOnePiece: "alu-constants-extended.s",
        .deviceIsMemory: "device-display-widths.s",
    ]

    /// What random kernels do not do often enough, or not at all; and what keeps them at one instruction, which takes long.
    static let beyondRandomKernels: Set<HardwareMutation> = [.stiShadowLost, .rootModeServed, .stackPointerLost, .eventLost]
    private static let seeds: Range<UInt64> = 0..<150

    @Test(arguments: mistakes)
    func `a broken monitor is caught by a program of the conformance suite`(mistake: Mistake) throws {
        let program = try #require(Self.witnesses[mistake.mutation], "no program is named for \(mistake.mutation)")
        let findings = try MutationTests.findings(program, [Self.options(mistake.mutation, mistake.paging)])
        #expect(findings != [], "\(program) lets \(mistake.mutation) pass: \(mistake.mutation.sentence)")
    }

    @Test(arguments: mistakes.filter { !beyondRandomKernels.contains($0.mutation) })
    func `a broken monitor is caught by random kernels, too`(mistake: Mistake) throws {
        var fuzzer = Fuzzer([try MutationTests.reference(), try Self.options(mistake.mutation, mistake.paging)])
        // A mistake may keep a guest from ever coming to an end.
        fuzzer.maxTicks = 20_000
        let seed = try Self.seeds.first { try !fuzzer.run(FuzzGenerator.program(seed: $0)).differences.isEmpty }
        #expect(seed != nil, "\(mistake.mutation.sentence)")
    }

    /// Else every mutation might be caught for something that they have in common.
    @Test(arguments: ConformanceTests.programs)
    func `without a mutation the same monitors pass`(program: String) throws {
        // What a program says of the holes holds where they are open.
        guard try GuestFile(ConformanceTests.folder + program).expectations.engines.isEmpty else { return }
        #expect(try MutationTests.findings(program, Paging.allCases.map { try Self.options(nil, $0) }) == [])
    }

    @Test(arguments: Paging.allCases)
    func `without a mutation random kernels find nothing`(paging: Paging) throws {
        let report = try Fuzzer([MutationTests.reference(), Self.options(nil, paging)])
            .campaign(seed: Self.seeds.lowerBound, count: Self.seeds.count, host: "classroom", settings: ["isa=classic"])
        #expect(report.divergences.isEmpty, "\(report.lines.joined(separator: "\n"))")
    }

    static func options(_ mutation: HardwareMutation?, _ paging: Paging) throws -> RunOptions {
        var options = try MutationTests.reference()
        options.engine = "broken"
        if mutation != nil { options.maxCycles = MutationTests.maxCycles }
        options.ownEngine = EngineEntry(
            id: "broken", title: "", summary: "", make: { _, _ in BrokenHardwareMonitor(mutation, paging) },
            monitorMemory: MonitorMemory.size)
        return options
    }
}
