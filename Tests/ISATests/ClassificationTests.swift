import ISA
import Testing

/// Each instruction's class, measured on the machine and compared with what its row states.
@Suite(.disabled(if: isDebugBuild)) struct ClassificationTests {
    typealias Experiment = ClassificationExperiment
    private static let privilegedFault = Experiment.Result.End.fault(
        vector: Vector.protection.rawValue, error: UInt32(ProtectionCause.privileged.rawValue))

    /// What the machine shows of an instruction.
    private struct Measured: Equatable {
        var undefined = false
        var legalInStrip = false
        /// Ring 0 gets the fault that only others should.
        var trapsInKernel = false
        /// Of the executions in outer rings either all get that fault, or none.
        var trapsAlike = true
        var privileged = false
        var controlled = false
        var enters = false
        var sensitivity: Sensitivity = []
    }

    /// Measured once for all tests.
    private static let measured = Result {
        try Dictionary(
            uniqueKeysWithValues: ISAVariant.allCases.map { isa in
                let experiment = try Experiment(isa: isa)
                return (isa, Dictionary(uniqueKeysWithValues: Instruction.allCases.map { ($0, measure($0, experiment)) }))
            })
    }

    private func measured(_ instruction: Instruction, on isa: ISAVariant) throws -> Measured {
        try #require(try Self.measured.get()[isa]?[instruction])
    }

    private static func measure(_ instruction: Instruction, _ experiment: Experiment) -> Measured {
        var random = SplitMix64(seed: UInt64(instruction.rawValue))
        let situations = (0..<40).map { _ in Experiment.situation(instruction, &random) }
        func ends(ring: UInt8, _ variation: Experiment.Variation = .nothing) -> [Experiment.Result.End] {
            situations.map { experiment.execute($0, ring: ring, variation).end }
        }
        let kernel = situations.map { experiment.execute($0, ring: 0) }
        let user = ends(ring: 3)
        let outer = ends(ring: 1) + user
        let outerTrapped = ends(ring: 1, .trapTime) + ends(ring: 3, .trapTime)
        let kernelEnds = kernel.map(\.end) + ends(ring: 0, .trapTime)
        let undefined = Experiment.Result.End.fault(vector: Vector.undefined.rawValue, error: 0)

        var measured = Measured()
        measured.trapsInKernel = kernelEnds.contains(privilegedFault)
        measured.trapsAlike = [outer, outerTrapped].allSatisfy { ends in
            !ends.contains(privilegedFault) || ends.allSatisfy { $0 == privilegedFault }
        }
        measured.undefined = (kernelEnds + outer).allSatisfy { $0 == undefined }
        measured.legalInStrip = situations.contains { experiment.executeInStrip($0) == .done }
        measured.privileged = outer.contains(privilegedFault)
        measured.controlled = outerTrapped.contains(privilegedFault) && !measured.privileged
        measured.enters = user.contains(.entered)
        if situations.contains(where: experiment.changesControlState) { measured.sensitivity.insert(.control) }
        let shows = Experiment.Variation.allCases.contains { variation in
            zip(situations, kernel).contains { experiment.showsDifference($0, from: $1, variation) }
        }
        if shows { measured.sensitivity.insert(.behaviour) }
        return measured
    }

    @Test(arguments: Instruction.allCases)
    func rowsStateTheClassesThatTheMachineShows(_ instruction: Instruction) throws {
        let row = instruction.row
        for isa in ISAVariant.allCases {
            let measured = try measured(instruction, on: isa)
            #expect(!measured.trapsInKernel && measured.trapsAlike)
            #expect(measured.privileged == row.privilege.isPrivileged(on: isa))
            #expect(measured.controlled == (row.privilege == .controlled))
            // A hypercall has nobody to answer it, and one word is undefined for good.
            let undefined = [.monitor, .root].contains(row.privilege) || instruction == .hcall || instruction == .ud
            #expect(measured.undefined == undefined)
            #expect((measured.undefined && measured.legalInStrip) == (row.privilege == .monitor))
            #expect(measured.enters == [.int, .brk, .syscall].contains(instruction))
            if row.privilege == .root {
                // Nothing can be seen of it while ring 0 has not allowed root mode.
                #expect(row.sensitivity == .control && measured.sensitivity == [])
            } else if isa == .x86 {
                #expect(measured.sensitivity == row.sensitivity)
            } else {
                // Where an outer ring traps, what it would have seen cannot be seen: it is the trap that hides the ring.
                let hidden: Sensitivity = [.popf, .iret, .rdring].contains(instruction) ? .behaviour : []
                #expect(measured.sensitivity == row.sensitivity.subtracting(hidden))
            }
        }
    }

    @Test(arguments: Instruction.allCases.filter { $0.row.privilege == .root })
    func rootModeInstructionsArePrivilegedOnceRootModeIsOn(_ instruction: Instruction) throws {
        for isa in ISAVariant.allCases {
            let experiment = try Experiment(isa: isa, rootMode: true)
            var random = SplitMix64(seed: UInt64(instruction.rawValue))
            for situation in (0..<40).map({ _ in Experiment.situation(instruction, &random) }) {
                // It may fail, which the flags say, but it does not trap.
                #expect(experiment.execute(situation, ring: 0).end == .done)
                for ring in UInt8(1)...3 { #expect(experiment.execute(situation, ring: ring).end == Self.privilegedFault) }
            }
        }
    }

    /// And on a host without root mode ring 0 cannot allow it.
    @Test func rootModeIsAllowedOnlyWhereTheHostHasIt() throws {
        for hasRootMode in [true, false] {
            var model = try hostModel()
            model.rootMode = hasRootMode
            let guest = try Guest(
                prelude + "mov r2, CR0_ROOT_MODE\nmov r3, CPUID_FEATURES\ncpuid r4, r3\nmov cr0, r2\nmov r5, cr0\nhlt\n" + catchAll,
                model: model)
            #expect(guest.run() == .halt)
            #expect(guest[5] == (hasRootMode ? CR0.rootMode : 0) && guest.traps(.protection) == (hasRootMode ? 0 : 1))
            #expect((guest[4] & CPUIDLeaf.featureRootMode != 0) == hasRootMode)
        }
    }

    @Test func sensitiveInstructionsTrapOnClassicExceptTimeAndIdentity() throws {
        let untrapped = try Instruction.allCases.filter { instruction in
            try !measured(instruction, on: .x86).sensitivity.isEmpty && !measured(instruction, on: .classic).privileged
        }
        #expect(untrapped == [.rdtsc, .cpuid])
    }

    @Test func holesOfX86AreTheseSix() throws {
        let holes = try Instruction.allCases.filter { instruction in
            let measured = try measured(instruction, on: .x86)
            return !measured.sensitivity.isEmpty && !measured.privileged && !measured.controlled
        }
        #expect(holes == [.iret, .pushf, .popf, .sidt, .smsw, .rdring])
    }
}
