extension Instruction {
    /// How the word is made up, bit 31 first: the opcode's bits, then `d` `a` `b` registers, `c` control register,
    /// `i` immediate, `0` must be zero.
    package var pattern: String {
        var bits = Array(String(repeating: "0", count: 24))
        for operand in row.operands {
            let letter: Character =
                switch operand {
                case .d: "d"
                case .a: "a"
                case .b: "b"
                case .controlD, .controlA: "c"
                case .memory, .strip, .signed16, .unsigned16, .shift5, .vector8, .target24: "i"
                }
            for bit in 0..<24 where operand.mask & 1 << UInt32(bit) != 0 { bits[23 - bit] = letter }
            if operand == .memory { for bit in 16..<20 { bits[23 - bit] = "a" } }
        }
        let opcode = String(rawValue, radix: 2)
        let all = Array(String(repeating: "0", count: 8 - opcode.count) + opcode) + bits
        return stride(from: 0, to: 32, by: 4).map { String(all[$0..<$0 + 4]) }.joined(separator: " ")
    }

    /// How it is written: `add rd, ra, rb`.
    package var syntax: String {
        let operands = row.operands.map(\.syntax).joined(separator: ", ")
        return operands.isEmpty ? row.mnemonic : row.mnemonic + " " + operands
    }
}
