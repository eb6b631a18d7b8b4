import Assembler
import Testing

@testable import ISA

@Suite struct EncodingTests {
    /// A word is defined exactly if reading it and writing it back gives it again; whatever the bits are.
    private func roundTrips(_ word: UInt32) -> Bool {
        guard let decoded = Decoded(word: word) else { return true }
        return decoded.word == word && Decoded(word: decoded.word) == decoded
    }

    @Test func randomWordsReadAndWriteBackOrAreUndefined() {
        var random = SplitMix64(seed: 1)
        var defined = 0
        var wrong: [UInt32] = []
        for _ in 0..<2_000_000 {
            let word = UInt32(truncatingIfNeeded: random.next())
            if Decoded(word: word) != nil { defined += 1 }
            if !roundTrips(word) { wrong.append(word) }
        }
        #expect(wrong.isEmpty)
        #expect(defined > 100_000)
    }

    @Test func patternsUnderEveryOpcodeReadAndWriteBackOrAreUndefined() {
        let edges: [UInt32] = [0, 0xff_ffff, 0x80_0000, 0x7f_ffff, 0x55_5555, 0xaa_aaaa]
        let patterns = edges + (0..<24).flatMap { [1 << $0, ~(1 << $0) & 0xff_ffff] }
        for opcode in UInt32(0)...255 {
            for pattern in patterns { #expect(roundTrips(opcode << 24 | pattern)) }
        }
    }

    @Test func opcodesWithoutAnInstructionAreUndefined() {
        for opcode in UInt8.min...UInt8.max where Instruction(rawValue: opcode) == nil {
            #expect(Decoded(word: UInt32(opcode) << 24) == nil)
        }
        #expect(Decoded(word: ~0) == nil)
        #expect(Decoded(word: 0)?.instruction == .ud)
    }

    @Test(arguments: Instruction.allCases)
    func aBitThatTheRowDoesNotUseMakesTheWordUndefined(_ instruction: Instruction) {
        let used = instruction.row.operands.reduce(0) { $0 | $1.mask }
        for bit in 0..<24 where used & 1 << UInt32(bit) == 0 {
            #expect(Decoded(word: UInt32(instruction.rawValue) << 24 | 1 << UInt32(bit)) == nil)
        }
    }

    @Test(arguments: Instruction.allCases)
    func operandsOfARowOccupyDifferentBits(_ instruction: Instruction) {
        let masks = instruction.row.operands.map(\.mask)
        #expect(masks.reduce(0, |).nonzeroBitCount == masks.reduce(0) { $0 + $1.nonzeroBitCount })
        #expect(masks.allSatisfy { $0 >> 24 == 0 })
    }

    @Test func noTwoEncodingsOverlap() {
        // Words of a row agree with its value under its mask: the opcode and the bits that must be zero. Two rows
        // have a word in common exactly if their values agree under both masks.
        let encodings = Instruction.allCases.map { instruction in
            (instruction, mask: ~instruction.row.operands.reduce(0) { $0 | $1.mask }, value: UInt32(instruction.rawValue) << 24)
        }
        for (index, one) in encodings.enumerated() {
            for other in encodings[(index + 1)...] {
                #expect((one.value ^ other.value) & one.mask & other.mask != 0, "\(one.0) and \(other.0)")
            }
        }
    }

    @Test func rowsOfAMnemonicDifferInTheKindsOfTheirOperands() {
        /// What a reader can tell apart without knowing more of the machine.
        func kind(_ operand: Operand) -> String {
            switch operand {
            case .d, .a, .b: "register"
            case .controlD, .controlA: "control register"
            case .memory: "memory"
            case .strip: "strip"
            case .signed16, .unsigned16, .shift5, .vector8, .target24: "number"
            }
        }
        for (mnemonic, rows) in Dictionary(grouping: Instruction.allCases.map(\.row), by: \.mnemonic) {
            #expect(Set(rows.map { $0.operands.map(kind) }).count == rows.count, "\(mnemonic)")
        }
    }

    @Test(arguments: Instruction.allCases)
    func wordTextAndOperandsSayTheSame(_ instruction: Instruction) throws {
        var random = SplitMix64(seed: 0x100 + UInt64(instruction.rawValue))
        let used = instruction.row.operands.reduce(0) { $0 | $1.mask }
        let place: UInt32 = 0x1000
        var words: [UInt32] = []
        // Words by their bits, so that every register and every immediate may occur; jumps may lead anywhere.
        while words.count < 300 {
            let bits = [UInt32(truncatingIfNeeded: random.next()), 0, ~0].randomElement(using: &random)!
            let word = UInt32(instruction.rawValue) << 24 | bits & used
            if Decoded(word: word) != nil { words.append(word) }
        }
        let text = try words.enumerated().map { index, word in
            try #require(Decoded(word: word)).text(at: place + UInt32(4 * index))
        }
        #expect(try assemble(".section text, 0x1000\n" + text.joined(separator: "\n")).words == words)
    }
}
