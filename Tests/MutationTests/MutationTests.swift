import Engines
import Machine
import Playground
import Testing
import VMM

/// The proof of equivalence has teeth: a monitor that is wrong in one thing is caught.
@Suite(.disabled(if: isDebugBuild)) struct MutationTests {
    /// A mistake may keep a guest from ever coming to an end.
    static let maxCycles: UInt64 = 50_000_000

    /// A conformance program that catches each.
    static let witnesses: [Mutation: String] = [
        .writeTraceForgotten: "paging-invlpg-remap.s",
        .staleTableBase: "paging-cr3-switch.s",
        .accessedBitLost: "paging-read-sets-accessed.s",
        .dirtyBitLost: "paging-write-sets-dirty.s",
        .interruptDropped: "interrupt-level-again.s",
        .interruptDespiteCli: "interrupt-waits-for-if.s",
        .stiShadowIgnored: "interrupt-sti-shadow.s",
        .taskPriorityIgnored: "interrupt-cr8-holds.s",
        .hostRingInErrorCode: "paging-codes-ring-0.s",
        .faultAddressLost: "paging-cr2-kept.s",
        .returnPastFault: "fault-divide.s",
        .doubleFaultForgotten: "trap-double-fault-no-gate.s",
        .softwareInterruptReturnsToItself: "trap-int-frame.s",
        .frameShowsHostRing: "ring-frame-shows-ring.s",
        .systemCallKeepsInterrupts: "syscall-enters.s",
        .popfKeepsInterrupts: "interrupt-popf-no-shadow.s",
        .traceFlagForgotten: "trace-popf.s",
        .haltForgotten: "interrupt-hlt-woken.s",
        .countedTwice: "interrupt-sti-while-on.s",
        .limitIgnored: "control-limit.s",
        .programsServed: "fault-privileged.s",
        .programsInRing1: "paging-ring-3-then-ring-0.s",
        .dmaUnseen: "device-disk-into-page-table.s",
        .diskAtGuestAddress: "device-disk-read.s",
        .diskInOnePiece: "device-disk-crosses-pages.s",
        .nothingReadsZero: "device-memory-nobody.s",
    ]

    /// What random kernels do not do often enough, or not at all.
    static let beyondRandomKernels: Set<Mutation> = [
        .doubleFaultForgotten, .systemCallKeepsInterrupts, .limitIgnored, .diskInOnePiece, .dmaUnseen,
    ]
    private static let seeds: Range<UInt64> = 0..<150

    @Test(arguments: Mutation.allCases)
    func `a broken monitor is caught by a program of the conformance suite`(mutation: Mutation) throws {
        let program = try #require(Self.witnesses[mutation], "no program is named for \(mutation)")
        #expect(try Self.findings(program, mutation) != [], "\(program) lets \(mutation) pass: \(mutation.sentence)")
    }

    @Test(arguments: Mutation.allCases.filter { !beyondRandomKernels.contains($0) })
    func `a broken monitor is caught by random kernels, too`(mutation: Mutation) throws {
        let fuzzer = Fuzzer([try Self.reference(), try Self.options(mutation)])
        let seed = try Self.seeds.first { try !fuzzer.run(FuzzGenerator.program(seed: $0)).differences.isEmpty }
        #expect(seed != nil, "\(mutation.sentence)")
    }

    /// Else every mutation might be caught for something that they have in common.
    @Test(arguments: ConformanceTests.programs)
    func `without a mutation the same monitor passes`(program: String) throws {
        // What a program says of the holes holds where they are open.
        guard try GuestFile(ConformanceTests.folder + program).expectations.engines.isEmpty else { return }
        #expect(try Self.findings(program, nil) == [])
    }

    @Test func `without a mutation random kernels find nothing`() throws {
        let report = try Fuzzer([Self.reference(), Self.options(nil)])
            .campaign(seed: Self.seeds.lowerBound, count: Self.seeds.count, host: "classroom", settings: ["isa=classic"])
        #expect(report.divergences.isEmpty, "\(report.lines.joined(separator: "\n"))")
    }

    static func options(_ mutation: Mutation?) throws -> RunOptions {
        var options = try reference()
        options.engine = "broken"
        if mutation != nil { options.maxCycles = maxCycles }
        options.ownEngine = EngineEntry(
            id: "broken", title: "", summary: "", refusal: { _ in nil }, make: { _, _ in BrokenMonitor(mutation) },
            monitorMemory: MonitorMemory.size)
        return options
    }

    static func reference() throws -> RunOptions {
        var options = RunOptions(model: try HostModels.load("classroom"))
        // A disk that does not keep programs waiting.
        try Settings.apply(["isa=classic", "disk.request=1000", "disk.sector=20"], to: &options.model)
        options.clock = .guest
        return options
    }

    /// What a program finds wrong with a monitor: other than it expects, or other than on bare metal.
    static func findings(_ program: String, _ mutation: Mutation?) throws -> [String] {
        try findings(program, [options(mutation)])
    }

    static func findings(_ program: String, _ monitors: [RunOptions], against native: RunOptions? = nil) throws -> [String] {
        let guest = try GuestFile(ConformanceTests.folder + program)
        func run(_ options: RunOptions) throws -> Session {
            var options = options
            options.input = guest.expectations.input ?? []
            let session = try Session(guest.image, options)
            session.run()
            return session
        }
        let native = try run(native ?? reference()).guestState
        return try monitors.flatMap { options in
            let broken = try run(options)
            let expected = guest.expectations.differences(RunReport(broken, guest: program), in: broken)
            // The limit is one of cycles: two engines reach it at different instructions.
            if native.stop == .budget, broken.stop == .budget { return expected }
            return expected + native.differences(to: broken.guestState)
        }
    }
}
