/// One instruction with its operands: what a word says.
package struct Decoded: Hashable, Sendable {
    package var instruction: Instruction
    /// Register numbers 0…15 (control-register numbers where the row says so); 0 where the row has none.
    package var d: UInt8 = 0
    package var a: UInt8 = 0
    package var b: UInt8 = 0
    /// The immediate: sign-extended, or a byte offset from the next instruction for `target24`; 0 where the row has none.
    package var immediate: Int32 = 0

    package init(_ instruction: Instruction, d: UInt8 = 0, a: UInt8 = 0, b: UInt8 = 0, immediate: Int32 = 0) {
        self.instruction = instruction
        self.d = d
        self.a = a
        self.b = b
        self.immediate = immediate
    }

    /// Reads a word. `nil` means that the word is undefined: an unassigned opcode, a bit set that its row does not use,
    /// or a control register that does not exist. `ud` itself decodes, as the word 0.
    package init?(word: UInt32) {
        guard let instruction = Instruction(rawValue: UInt8(word >> 24)) else { return nil }
        self.init(instruction)
        var used: UInt32 = 0xff00_0000
        for operand in instruction.row.operands {
            used |= operand.mask
            switch operand {
            case .d: d = UInt8(word >> 20 & 15)
            case .a: a = UInt8(word >> 16 & 15)
            case .b: b = UInt8(word >> 12 & 15)
            case .controlD:
                d = UInt8(word >> 20 & 15)
                guard ControlRegister(rawValue: d) != nil else { return nil }
            case .controlA:
                a = UInt8(word >> 16 & 15)
                guard ControlRegister(rawValue: a) != nil else { return nil }
            case .memory:
                a = UInt8(word >> 16 & 15)
                immediate = Int32(Int16(truncatingIfNeeded: word))
            case .signed16: immediate = Int32(Int16(truncatingIfNeeded: word))
            case .strip, .unsigned16: immediate = Int32(word & 0xffff)
            case .shift5: immediate = Int32(word & 31)
            case .vector8: immediate = Int32(word & 0xff)
            case .target24: immediate = Int32(bitPattern: word << 8) >> 6
            }
        }
        if word & ~used != 0 { return nil }
    }

    /// The word. The operands must fit their fields; the assembler has checked them with located errors by then.
    package var word: UInt32 {
        var word = UInt32(instruction.rawValue) << 24
        for operand in instruction.row.operands {
            switch operand {
            case .d, .controlD: word |= UInt32(d & 15) << 20
            case .a, .controlA: word |= UInt32(a & 15) << 16
            case .b: word |= UInt32(b & 15) << 12
            case .memory: word |= UInt32(a & 15) << 16 | UInt32(bitPattern: immediate) & 0xffff
            case .strip, .signed16, .unsigned16: word |= UInt32(bitPattern: immediate) & 0xffff
            case .shift5: word |= UInt32(bitPattern: immediate) & 31
            case .vector8: word |= UInt32(bitPattern: immediate) & 0xff
            case .target24: word |= UInt32(bitPattern: immediate >> 2) & 0x00ff_ffff
            }
        }
        return word
    }

    /// The primitive that executing it costs; moves to control registers differ by register.
    package var cost: CostClass {
        guard instruction == .movtcr, let register = ControlRegister(rawValue: d) else { return instruction.row.cost }
        return register.writeCost
    }
}
