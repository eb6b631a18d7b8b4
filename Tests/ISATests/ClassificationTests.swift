import ISA
import Machine
import Playground
import Testing

/// Each instruction's class, measured on the machine and compared with what its row states.
@Suite(.disabled(if: isDebugBuild)) struct ClassificationTests {
    /// Measured once for all tests.
    private static let measured = Result {
        try Dictionary(
            uniqueKeysWithValues: ISAVariant.allCases.map { isa in
                let probe = Measured.probe(try hostModel(isa: isa))
                return (isa, Dictionary(uniqueKeysWithValues: Instruction.allCases.map { ($0, Measured($0, on: probe)) }))
            })
    }

    private func measured(_ instruction: Instruction, on isa: ISAVariant) throws -> Measured {
        try #require(try Self.measured.get()[isa]?[instruction])
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
            let probe = Measured.probe(try hostModel(isa: isa), rootMode: true)
            var random = FuzzRandom(seed: UInt64(instruction.rawValue))
            for situation in (0..<Measured.situations).map({ Measured.situation(instruction, $0, &random) }) {
                // It may fail, which the flags say, but it does not trap.
                #expect(probe.execute(situation, ring: 0).end == .done)
                for ring in UInt8(1)...3 { #expect(probe.execute(situation, ring: ring).end == Measured.privilegedFault) }
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

    // MARK: The table

    @Test func `every sensitive instruction that does not trap has a witness on x86, and on classic time and identity alone do`()
        throws
    {
        for isa in ISAVariant.allCases {
            let table = try Classification(isa)
            let untrapped = table.instructions.filter { !$0.sensitivity.isEmpty && !$0.privileged }
            let names: Set =
                isa == .x86 ? ["iret", "pushf", "popf", "sidt", "smsw", "rdring", "rdtsc", "cpuid"] : ["rdtsc", "cpuid"]
            #expect(Set(untrapped.map(\.mnemonic)) == names)
            for row in untrapped {
                let witness = try #require(row.witness, "\(row.mnemonic) has no witness")
                #expect(witness.native != witness.deprivileged)
            }
            #expect(table.instructions.allSatisfy { names.contains($0.mnemonic) || $0.witness == nil })
            #expect(table.verdict.contains("can be built") == (isa == .classic))
        }
    }
}
