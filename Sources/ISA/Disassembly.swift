extension Decoded {
    /// The instruction as source text, for a word at `address`. `symbol` may name a jump's target; where it does not,
    /// the target is a number. Assembling the text at the same address gives the same word.
    package func text(at address: UInt32, symbol: (UInt32) -> String? = { _ in nil }) -> String {
        let row = instruction.row
        let operands = row.operands.map { operand -> String in
            switch operand {
            case .d: Self.register(d)
            case .a: Self.register(a)
            case .b: Self.register(b)
            case .controlD: ControlRegister(rawValue: d)!.name
            case .controlA: ControlRegister(rawValue: a)!.name
            case .memory: immediate == 0 ? "[\(Self.register(a))]" : "[\(Self.register(a))\(Self.signed(immediate))]"
            case .strip: "[strip+\(immediate)]"
            case .signed16, .shift5: String(immediate)
            // As the list of hypercalls has them.
            case .unsigned16 where instruction == .hcall: String(immediate)
            case .unsigned16, .vector8: Self.hexadecimal(UInt32(bitPattern: immediate))
            case .target24: symbol(target(from: address)) ?? Self.hexadecimal(target(from: address))
            }
        }
        return operands.isEmpty ? row.mnemonic : row.mnemonic + " " + operands.joined(separator: ", ")
    }

    /// Where a direct jump at `address` leads.
    package func target(from address: UInt32) -> UInt32 {
        address &+ 4 &+ UInt32(bitPattern: immediate)
    }

    /// The name of a general register: `r0` … `r14`, `sp`.
    package static func register(_ number: UInt8) -> String {
        number == Architecture.stackPointer ? "sp" : "r\(number)"
    }

    private static func signed(_ value: Int32) -> String { value < 0 ? String(value) : "+\(value)" }

    /// `0x` and lower-case digits.
    package static func hexadecimal(_ value: UInt32) -> String { "0x" + String(value, radix: 16) }
}
