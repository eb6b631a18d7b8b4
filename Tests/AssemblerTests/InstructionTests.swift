import Assembler
import ISA
import Testing

@Suite struct AssemblerInstructionTests {
    @Test(arguments: Instruction.allCases)
    func textOfEveryInstructionAssemblesToItsWord(_ instruction: Instruction) throws {
        var random = SplitMix64(seed: UInt64(instruction.rawValue))
        let instructions = (0..<40).map { _ in randomOperands(of: instruction, &random) }
        let source = instructions.enumerated().map { index, decoded in
            let text = decoded.text(at: 0x1000 + UInt32(4 * index))
            return index % 2 == 0 ? text : text.uppercased()
        }
        #expect(try assemble(source.joined(separator: "\n")).words == instructions.map(\.word))
    }

    private func randomOperands(of instruction: Instruction, _ random: inout SplitMix64) -> Decoded {
        var decoded = Decoded(instruction)
        for operand in instruction.row.operands {
            switch operand {
            case .d: decoded.d = .random(in: 0...15, using: &random)
            case .a: decoded.a = .random(in: 0...15, using: &random)
            case .b: decoded.b = .random(in: 0...15, using: &random)
            case .controlD: decoded.d = ControlRegister.allCases.randomElement(using: &random)!.rawValue
            case .controlA: decoded.a = ControlRegister.allCases.randomElement(using: &random)!.rawValue
            default:
                if operand == .memory { decoded.a = .random(in: 0...15, using: &random) }
                let range = operand.range!
                let value = [range.lowerBound, range.upperBound, .random(in: range, using: &random)].randomElement(using: &random)!
                decoded.immediate = Int32(operand == .target24 ? value * 4 : value)
            }
        }
        return decoded
    }

    @Test func valuesOfMovThatAreKnownAndShortTakeOneWord() throws {
        let image = try assemble("N = 5\nmov r1, -32768\nmov r1, N * 2\nmov r1, 32767")
        #expect(image.words == [-32768, 10, 32767].map { Decoded(.movi, d: 1, immediate: $0).word })
    }

    @Test func otherValuesOfMovTakeTwoWords() throws {
        let image = try assemble("mov r1, 0x8000\nmov r1, -32769\nmov r1, _start\n_start: mov r1, LATER\nLATER = 1")
        let values: [UInt32] = [0x8000, 0xffff_7fff, 0x1018, 1]
        #expect(
            image.words
                == values.flatMap { value in
                    [
                        Decoded(.movi, d: 1, immediate: Int32(Int16(truncatingIfNeeded: value))).word,
                        Decoded(.movhi, d: 1, immediate: Int32(value >> 16)).word,
                    ]
                })
    }

    @Test(arguments: [
        ("inc r3", "add r3, r3, 1"), ("dec sp", "sub sp, sp, 1"), ("clr r1", "mov r1, 0"), ("not r4", "not r4, r4"),
        ("neg r4", "neg r4, r4"), ("add r1, r2", "add r1, r1, r2"), ("add r1, -5", "add r1, r1, -5"),
        ("shl r1, 3", "shl r1, r1, 3"),
        ("idiv r1, r2", "idiv r1, r1, r2"), ("jz 0x1000", "je 0x1000"), ("jnz 0x1000", "jne 0x1000"), ("jc 0x1000", "jb 0x1000"),
        ("jnc 0x1000", "jae 0x1000"), ("mov r1, 0x12345678", "mov r1, 0x5678\nmovhi r1, 0x1234"),
        ("load r1, [r2 - 8 + 4]", "load r1, [r2-4]"),
        ("load R1, [ r15 ]", "load r1, [sp]"), ("MLOAD r1, [strip]", "mload r1, [strip+0]"), ("in r1, CONSOLE_DATA", "in r1, 0x10"),
    ])
    func otherFormsStandForInstructions(_ form: String, _ meaning: String) throws {
        #expect(try assemble(form).bytes == assemble(meaning).bytes)
    }

    @Test func everyPseudoInstructionSaysWhatItStandsFor() {
        let meanings = Form.pseudoInstructions.map { "\($0.syntax) = \($0.meaning)" }
        #expect(meanings.contains("inc rd = add rd, rd, 1"))
        #expect(meanings.contains("mov rd, imm32 = mov rd, lo(imm32); movhi rd, hi(imm32)"))
        #expect(meanings.contains("xor rd, uimm = xor rd, rd, uimm"))
        #expect(Set(meanings).count == meanings.count)
    }
}
