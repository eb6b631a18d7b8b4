import Assembler
import Devices
import ISA
import Machine

/// The reference of the machine and its assembler, made from the tables that the program itself works by.
package enum Reference {
    /// A table of the reference.
    struct Table {
        let title: String
        let introduction: String
        let columns: [String]
        let rows: [[String]]
    }

    static let tables: [Table] = [
        instructions, classes, pseudoInstructions, directives, controlRegisters, vectors, protectionCauses, constants, devices,
    ]

    private static let instructions = Table(
        title: "Instructions",
        introduction: """
            A word has the opcode in its top byte, then up to three register numbers and an immediate. Every bit shown as 0 must be \
            0; a word that fits no pattern is undefined. Direct jumps count words from the next instruction.
            """,
        columns: ["syntax", "word", "effect"],
        rows: Instruction.allCases.map { [$0.syntax, $0.pattern, $0.row.effect + ($0.row.help.isEmpty ? "" : " " + $0.row.help)] })

    private static let classes = Table(
        title: "Classes",
        introduction: """
            Privilege: who may execute it (a hole traps outside ring 0 on classic hosts only). Sensitivity: after Popek and Goldberg. \
            Exit: when it leaves non-root mode. Paravirtual: what a ported kernel does in its place. Cost: the primitive of the host model.
            """,
        columns: ["syntax", "privilege", "sensitivity", "exit", "paravirtual", "cost", "ends block"],
        rows: Instruction.allCases.map {
            let row = $0.row
            return [
                $0.syntax, row.privilege.rawValue, row.sensitivity.text, row.exit.rawValue, row.paravirtual.rawValue, row.cost.name,
                row.endsBlock ? "yes" : "",
            ]
        })

    private static let pseudoInstructions = Table(
        title: "Pseudo-instructions", introduction: "The assembler writes these as other instructions.",
        columns: ["syntax", "meaning", "effect"], rows: Form.pseudoInstructions.map { [$0.syntax, $0.meaning, $0.effect] })

    private static let directives = Table(
        title: "Directives", introduction: "What the assembler itself does.", columns: ["syntax", "effect"],
        rows: Directive.allCases.map { [$0.syntax, $0.effect] })

    private static let controlRegisters = Table(
        title: "Control registers", introduction: "Written and read with mov, in ring 0.",
        columns: ["name", "number", "bits", "effect"],
        rows: ControlRegister.allCases.map { [$0.name, "\($0.rawValue)", Decoded.hexadecimal($0.writable), $0.effect] })

    private static let vectors = Table(
        title: "Vectors", introduction: "The processor's own; interrupts and software use 32 to 255.",
        columns: ["vector", "title"],
        rows: Vector.allCases.map { ["\($0.rawValue)", $0.title] })

    private static let protectionCauses = Table(
        title: "Causes of protection faults",
        introduction: "The low byte of the error code; the next byte is the gate's vector, if any.",
        columns: ["code", "cause"], rows: ProtectionCause.allCases.map { ["\($0.rawValue)", $0.title] })

    private static let constants = Table(
        title: "Constants", introduction: "Known to every source.", columns: ["name", "value"],
        rows: Architecture.symbols.sorted { $0.key < $1.key }.map { [$0.key, Decoded.hexadecimal($0.value)] })

    private static let devices = Table(
        title: "Devices",
        introduction: "Ports are read and written with in and out; memory with loads and stores at physical addresses.",
        columns: ["register", "place", "access", "effect"],
        rows: StandardBoard.bus(for: nil, disk: []).places.flatMap { place in
            place.description.registers.map { register in
                let kind = place.description.space == .ports ? "port" : "memory"
                let many = register.count > 1 ? " (\(register.count))" : ""
                return [
                    "\(place.description.name)_\(register.name)\(many)",
                    "\(kind) \(Decoded.hexadecimal(place.base + register.offset))",
                    register.access.rawValue, register.effect,
                ]
            } + (place.line.map { [["\(place.description.name)_LINE", "line \($0)", "", "Its interrupt line."]] } ?? [])
        })

    // MARK: Forms

    package static var text: String {
        tables.map { table in
            let widths = table.columns.indices.map { column in
                (table.rows.map { $0[column].count } + [table.columns[column].count]).max()!
            }
            func line(_ cells: [String]) -> String {
                let padded = cells.enumerated().map {
                    $0.offset == cells.count - 1 ? $0.element : $0.element.padded(widths[$0.offset])
                }
                var text = padded.joined(separator: "  ")
                while text.hasSuffix(" ") { text.removeLast() }
                return text
            }
            let heading = [table.title.uppercased(), table.introduction, ""]
            return (heading + ([table.columns] + table.rows).map(line)).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    package static var markdown: String {
        let intro = "# Ring32\n\nGenerated by `ringside isa --markdown`."
        let sections = tables.map { table in
            func line(_ cells: [String]) -> String {
                "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
            }
            let rule = "|" + String(repeating: " --- |", count: table.columns.count)
            let rows = table.rows.map { cells in line(["`\(cells[0])`"] + cells.dropFirst()) }
            return (["## \(table.title)", "", table.introduction, "", line(table.columns), rule] + rows).joined(separator: "\n")
        }
        return ([intro] + sections).joined(separator: "\n\n")
    }

    package static var json: String {
        struct Entry: Encodable {
            let syntax, mnemonic, pattern, effect, help, privilege, sensitivity, exit, paravirtual, cost: String
            let opcode: UInt8
            let operands: [String]
            let endsBlock: Bool
        }
        struct Document: Encodable {
            let instructions: [Entry]
            let constants: [String: UInt32]
            let deviceRegisters: [String: UInt32]
        }
        let entries = Instruction.allCases.map { instruction in
            let row = instruction.row
            return Entry(
                syntax: instruction.syntax, mnemonic: row.mnemonic, pattern: instruction.pattern, effect: row.effect,
                help: row.help,
                privilege: row.privilege.rawValue, sensitivity: row.sensitivity.text, exit: row.exit.rawValue,
                paravirtual: row.paravirtual.rawValue, cost: row.cost.name, opcode: instruction.rawValue,
                operands: row.operands.map(\.syntax), endsBlock: row.endsBlock)
        }
        return JSON.text(
            Document(
                instructions: entries, constants: Architecture.symbols,
                deviceRegisters: StandardBoard.bus(for: nil, disk: []).symbols))
    }
}
