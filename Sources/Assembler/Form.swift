import ISA

/// One way to write a statement: a mnemonic with operands of certain kinds, and the instructions that it stands for.
/// Each row of the instruction table is a form; pseudo-instructions add the rest.
package struct Form: Sendable {
    package let mnemonic: String
    let parameters: [Parameter]
    let expansion: [Step]
    /// What it does, in one sentence.
    package let effect: String

    /// What may be written for an operand.
    enum Parameter: Sendable, Hashable {
        /// What the instruction itself takes.
        case field(Operand)
        /// Any 32-bit value.
        case imm32
    }

    /// One instruction of the expansion, and where its operands come from.
    struct Step: Sendable {
        let instruction: Instruction
        let arguments: [Argument]
    }

    enum Argument: Sendable {
        /// The operand written at this place.
        case written(Int)
        case number(Int64)
        /// The lower half, sign-extended, and the upper half of the value written at this place.
        case lower(Int), upper(Int)
    }

    /// How it is written: `add rd, ra, rb`.
    package var syntax: String {
        parameters.isEmpty ? mnemonic : mnemonic + " " + parameters.map(\.syntax).joined(separator: ", ")
    }

    /// What the assembler makes of it: `add rd, rd, 1`.
    package var meaning: String {
        expansion.map { step in
            let arguments = step.arguments.map { argument in
                switch argument {
                case .written(let index): parameters[index].syntax
                case .number(let number): String(number)
                case .lower(let index): "lo(\(parameters[index].syntax))"
                case .upper(let index): "hi(\(parameters[index].syntax))"
                }
            }
            return ([step.instruction.row.mnemonic] + (arguments.isEmpty ? [] : [arguments.joined(separator: ", ")])).joined(
                separator: " ")
        }.joined(separator: "; ")
    }
}

extension Form {
    /// The forms that no row of the instruction table describes.
    package static let pseudoInstructions: [Form] =
        [
            Form(
                "mov", [.field(.d), .imm32], [Step(.movi, .written(0), .lower(1)), Step(.movhi, .written(0), .upper(1))],
                "Loads a label's address or a constant of more than 16 bits into rd."),
            Form("clr", [.field(.d)], [Step(.movi, .written(0), .number(0))], "Sets rd to 0."),
            Form("inc", [.field(.d)], [Step(.addi, .written(0), .written(0), .number(1))], "Adds 1 to rd."),
            Form("dec", [.field(.d)], [Step(.subi, .written(0), .written(0), .number(1))], "Subtracts 1 from rd."),
            Form("not", [.field(.d)], [Step(.not, .written(0), .written(0))], "Inverts every bit of rd."),
            Form("neg", [.field(.d)], [Step(.neg, .written(0), .written(0))], "Negates rd."),
            alias("jz", .je, "zero: Z is set"), alias("jnz", .jne, "not zero: Z is clear"),
            alias("jc", .jb, "carry: C is set"), alias("jnc", .jae, "no carry: C is clear"),
        ]
        + Instruction.allCases.compactMap(twoOperandForm)

    /// All forms by mnemonic, those of the instruction table first.
    static let named: [String: [Form]] = {
        let instructions = Instruction.allCases.map { instruction in
            let row = instruction.row
            return Form(
                mnemonic: row.mnemonic, parameters: row.operands.map(Parameter.field),
                expansion: [Step(instruction: instruction, arguments: row.operands.indices.map(Argument.written))],
                effect: row.effect)
        }
        return Dictionary(grouping: instructions + pseudoInstructions, by: \.mnemonic)
    }()

    private init(_ mnemonic: String, _ parameters: [Parameter], _ expansion: [Step], _ effect: String) {
        self.init(mnemonic: mnemonic, parameters: parameters, expansion: expansion, effect: effect)
    }

    private static func alias(_ mnemonic: String, _ instruction: Instruction, _ condition: String) -> Form {
        Form(mnemonic, [.field(.target24)], [Step(instruction, .written(0))], "Jumps if \(condition).")
    }

    /// `add rd, rb` for `add rd, rd, rb`, and so on for all that compute rd from ra and a third operand.
    private static func twoOperandForm(_ instruction: Instruction) -> Form? {
        let row = instruction.row
        guard row.operands.count == 3, row.operands.starts(with: [.d, .a]) else { return nil }
        return Form(
            row.mnemonic, [.field(.d), .field(row.operands[2])], [Step(instruction, .written(0), .written(0), .written(1))],
            "The same as \(row.mnemonic) rd, rd, \(row.operands[2].syntax).")
    }

    /// Whether operands of these kinds may be written for this form; their values are checked later.
    func accepts(_ operands: [WrittenOperand]) -> Bool {
        parameters.count == operands.count && zip(parameters, operands).allSatisfy { $0.accepts($1.kind) }
    }
}

extension Form.Step {
    fileprivate init(_ instruction: Instruction, _ arguments: Form.Argument...) {
        self.init(instruction: instruction, arguments: arguments)
    }
}

extension Form.Parameter {
    var syntax: String {
        switch self {
        case .field(let operand): operand.syntax
        case .imm32: "imm32"
        }
    }

    fileprivate func accepts(_ written: WrittenOperand.Kind) -> Bool {
        switch (self, written) {
        case (.field(.d), .register), (.field(.a), .register), (.field(.b), .register): true
        case (.field(.controlD), .control), (.field(.controlA), .control): true
        case (.field(.memory), .memory), (.field(.strip), .strip): true
        case (.imm32, .expression): true
        case (.field(let operand), .expression): operand.range != nil && operand != .memory && operand != .strip
        default: false
        }
    }
}
