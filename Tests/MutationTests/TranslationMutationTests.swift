import Engines
import Machine
import Playground
import Testing
import VMM

/// The proof of equivalence has teeth where the guest is translated, too: a translator that is wrong in one thing is caught.
@Suite(.disabled(if: isDebugBuild)) struct TranslationMutationTests {
    /// A conformance program that catches each.
    private static let witnesses: [TranslationMutation: String] = [
        .hostFlagPushed: "flags-cmp-borrow.s",
        .cliForgotten: "interrupt-waits-for-if.s",
        .stiForgotten: "interrupt-frame.s",
        .popfKeepsInterrupts: "interrupt-popf-no-shadow.s",
        .stiShadowLost: "interrupt-any-time-around-sti.s",
        .hostTrapTableShown: "control-lidt.s",
        .hostRingShown: "holes-ring-0-answers.s",
        .stackPointerLost: "control-stacks-and-cr2.s",
        .taskPriorityLost: "control-cr8.s",
        .taskPriorityUnguarded: "interrupt-cr8-holds.s",
        .taskPriorityUnchecked: "control-cr8.s",
        .wrongReturnAddress: "call-pushes-next-pc.s",
        .conditionInverted: "control-limit.s",
        .returnReadsLate: "precise-ret.s",
        .lookupKeepsRegister: "call-target-in-memory.s",
        .wayOutLosesRegister: "syscall-registers.s",
        .glueCounted: "call-pushes-next-pc.s",
        .linkOutlivesCode: "smc-branch-target.s",
        .lookupOutlivesMapping: "paging-code-two-spaces.s",
        .lookupIgnoresRing: "ring-1-calls-what-ring-0-called.s",
        .codeNotWatched: "smc-by-kernel.s",
        .dmaUnseen: "smc-by-dma.s",
        .limitForgotten: "control-limit.s",
        .registerElsewhere: "precise-call.s",
    ]

    @Test(arguments: TranslationMutation.allCases)
    func `a broken translator is caught by a program of the conformance suite`(mutation: TranslationMutation) throws {
        let program = try #require(Self.witnesses[mutation], "no program is named for \(mutation)")
        #expect(try Self.findings(program, mutation) != [], "\(program) lets \(mutation) pass: \(mutation.sentence)")
    }

    /// Else every mutation might be caught for something that they have in common.
    @Test(arguments: ConformanceTests.programs)
    func `without a mutation the same translator passes`(program: String) throws {
        guard try Self.runs(program) else { return }
        #expect(try Self.findings(program, nil) == [])
    }

    /// Whether the program expects of binary translation what it expects of bare metal.
    private static func runs(_ program: String) throws -> Bool {
        let expectations = try GuestFile(ConformanceTests.folder + program).expectations
        return (expectations.engines.isEmpty || expectations.engines.contains("bt")) && !expectations.otherwise.contains("bt")
    }

    /// Sensitive instructions do not trap, so that the translator has them to take care of.
    private static func reference() throws -> RunOptions {
        var options = try MutationTests.reference()
        options.model.isa = .x86
        return options
    }

    private static func options(_ mutation: TranslationMutation?) throws -> RunOptions {
        var options = try reference()
        options.engine = "broken"
        if mutation != nil { options.maxCycles = MutationTests.maxCycles }
        options.ownEngine = EngineEntry(
            id: "broken", title: "", summary: "", make: { _, _ in BrokenTranslationMonitor(mutation) },
            monitorMemory: MonitorMemory.size)
        return options
    }

    private static func findings(_ program: String, _ mutation: TranslationMutation?) throws -> [String] {
        try MutationTests.findings(program, [options(mutation)], against: reference())
    }
}
