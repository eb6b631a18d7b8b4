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
        guard let shape = Shape.ofOpcode[Int(word >> 24)], word & ~shape.used == 0 else { return nil }
        self.init(shape.instruction)
        if shape.hasD { d = UInt8(word >> 20 & 15) }
        if shape.hasA { a = UInt8(word >> 16 & 15) }
        if shape.hasB { b = UInt8(word >> 12 & 15) }
        if shape.controlD, ControlRegister(rawValue: d) == nil { return nil }
        if shape.controlA, ControlRegister(rawValue: a) == nil { return nil }
        switch shape.immediate {
        case .memory, .signed16: immediate = Int32(Int16(truncatingIfNeeded: word))
        case .strip, .unsigned16: immediate = Int32(word & 0xffff)
        case .shift5: immediate = Int32(word & 31)
        case .vector8: immediate = Int32(word & 0xff)
        case .target24: immediate = Int32(bitPattern: word << 8) >> 6
        case .d, .a, .b, .controlD, .controlA, nil: break
        }
    }

    /// What decoding needs of a row, worked out once: words are decoded while a guest runs.
    private struct Shape {
        let instruction: Instruction
        /// The bits that the row uses.
        let used: UInt32
        let hasD, hasA, hasB, controlD, controlA: Bool
        /// The operand with an immediate.
        let immediate: Operand?
        let operands: [Operand]

        init(_ instruction: Instruction) {
            let operands = instruction.row.operands
            self.instruction = instruction
            self.operands = operands
            used = operands.reduce(0xff00_0000) { $0 | $1.mask }
            hasD = operands.contains { $0 == .d || $0 == .controlD }
            hasA = operands.contains { $0 == .a || $0 == .controlA || $0 == .memory }
            hasB = operands.contains(.b)
            controlD = operands.contains(.controlD)
            controlA = operands.contains(.controlA)
            immediate = operands.first { $0.range != nil }
        }

        static let ofOpcode: [Shape?] = (0...UInt8.max).map { Instruction(rawValue: $0).map(Shape.init) }
    }

    /// The word. The operands must fit their fields; the assembler has checked them with located errors by then.
    package var word: UInt32 {
        var word = UInt32(instruction.rawValue) << 24
        for operand in Shape.ofOpcode[Int(instruction.rawValue)]?.operands ?? [] {
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
        guard case .movtcr = instruction, let register = ControlRegister(rawValue: d) else { return instruction.row.cost }
        return register.writeCost
    }
}
