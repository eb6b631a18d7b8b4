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

    static let tables: [Table] =
        [
            language, machine, instructions, classes, pseudoInstructions, directives, controlRegisters, bits, vectors,
            protectionCauses,
            rootMode, fields, exitReasons, instructionErrors, constants, devices,
        ] + paravirtualTables

    private static let language = Table(
        title: "Writing", introduction: "A line has labels, a statement and a comment, each of which may be missing.",
        columns: ["what", "how"],
        rows: [
            ["name:", "A label. Names are told apart by case; instructions, registers and directives are not."],
            [".name:", "A local label, of the last label that is not local; elsewhere it is called label.name."],
            ["; # //", "A comment, to the end of the line."],
            ["r0 … r14 sp", "The registers. sp is r15."],
            ["42 0x2a 0b101010 'a'", "Numbers; _ may part digits. Characters and texts take \\n \\t \\r \\0 \\\\ \\xNN."],
            ["+ - * / % << >> & | ^ ~", "Expressions, with the precedence of C; $ is the address here; hi(x) lo(x) page(x)."],
            ["mov rd, x", "One word where x is a small constant, two otherwise."],
        ])

    private static let machine = Table(
        title: "The machine", introduction: "What a guest finds.", columns: ["what", "how"],
        rows: [
            [
                "reset",
                "Ring 0, paging off, interrupts disabled, sp at the end of RAM, trap table at 0, all else 0. The first section lies at 0x1000.",
            ],
            [
                "memory",
                "\(StandardBoard.ramSize >> 20) MiB of RAM at 0. Where nothing is, reads give all ones and writes are lost.",
            ],
            [
                "gate",
                "Two words: the handler's address, then GATE_ bits. A trap table has 256, at an address that is a multiple of 8.",
            ],
            [
                "frame",
                "What a trap pushes, from sp upward: pc, flags with the ring in bits 13…12, sp, error code. iret takes all four back.",
            ],
            [
                "table",
                "Page tables have two levels: bits 31…22 of an address choose an entry of the directory at cr3, bits 21…12 one of the table. Entries have PTE_ bits; both levels must allow an access.",
            ],
            [
                "interrupt",
                "Lines are level-triggered: quiet the device, then write PIC_EOI. A vector's class is its upper four bits; it must be above cr8 and above the class in service.",
            ],
        ])

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

    private static let bits = Table(
        title: "Gates and entries", introduction: "Bits of a gate's second word, and of entries of page tables.",
        columns: ["bits", "value", "meaning"],
        rows: ([
            ["GATE_PRESENT", Gate.present, "The gate can be used."],
            ["GATE_TARGET_SHIFT", Gate.targetShift, "Two bits from here: the ring that the handler runs in."],
            ["GATE_CALLER_SHIFT", Gate.callerShift, "Two bits from here: the least privileged ring that may use int."],
            ["GATE_USER", 3 << Gate.callerShift, "Ring 3 may use int."],
            ["GATE_KEEP_INTERRUPTS", Gate.keepInterrupts, "IF stays as it is."],
            ["GATE_FRESH_STACK", Gate.freshStack, "The frame goes to the target ring's stack even without a change of ring."],
            ["PTE_PRESENT", PTE.present, "The entry leads somewhere."],
            ["PTE_WRITABLE", PTE.writable, "What lies behind may be written."],
            ["PTE_RING_SHIFT", PTE.ringShift, "Two bits from here: the least privileged ring allowed."],
            ["PTE_USER", 3 << PTE.ringShift, "All rings are."],
            ["PTE_ACCESSED", PTE.accessed, "Set by the processor: it has been used."],
            ["PTE_DIRTY", PTE.dirty, "Set by the processor: the page has been written. Bits 11…9 are software's."],
            ["PTE_FRAME", PTE.frame, "The frame's address."],
        ] as [[Any]]).map { row in row.map { cell in (cell as? UInt32).map { Decoded.hexadecimal($0) } ?? "\(cell)" } })

    private static let vectors = Table(
        title: "Vectors", introduction: "The processor's own; interrupts and software use 32 to 255.",
        columns: ["vector", "title"],
        rows: Vector.allCases.map { ["\($0.rawValue)", $0.title] })

    private static let protectionCauses = Table(
        title: "Causes of protection faults",
        introduction: "The low byte of the error code; the next byte is the gate's vector, if any.",
        columns: ["code", "cause"], rows: ProtectionCause.allCases.map { ["\($0.rawValue)", $0.title] })

    private static let rootMode = Table(
        title: "Root mode",
        introduction: "Only on hosts that have it, after ring 0 has set CR0_ROOT_MODE and executed vmxon.",
        columns: ["what", "how"],
        rows: [
            [
                "regions",
                "vmxon and vmptrld take pages of RAM whose first word is VMCS_REVISION. What else lies in them is the processor's.",
            ],
            [
                "failure",
                "A root-mode instruction that fails sets C if there is no current VMCS; else Z, and VMCS_INSTRUCTION_ERROR says why. One that succeeds clears N Z C V.",
            ],
            [
                "entry",
                "vmlaunch enters with a clear VMCS, vmresume with a launched one: the guest's registers are loaded, then VMCS_ENTRY_EVENT is delivered. r0 to r14 stay as they are.",
            ],
            [
                "exit",
                "The guest's registers are saved, the host's loaded; ring 0, interrupts disabled. pc is that of the instruction that exited, which has not been executed.",
            ],
            [
                "injection",
                "A fault on the way to an injected interrupt's handler always exits, with the interrupt in VMCS_VECTORING_EVENT.",
            ],
            [
                "tags",
                "Without CONTROL_VPID, entries and exits flush the TLB. With it they do not, and invvpid drops what is stale. Nested translations stay in the walk cache either way, until invept.",
            ],
            [
                "nested tables",
                "Two levels, like page tables, with NESTED_ bits and no rings: from guest-physical to physical addresses, the guest's tables included.",
            ],
        ])

    private static let fields = Table(
        title: "VMCS fields", introduction: "Read with vmread and written with vmwrite, by number.",
        columns: ["field", "number", "effect"],
        rows: VMCSField.allCases.map { [$0.symbol, Decoded.hexadecimal($0.rawValue), $0.effect] })

    private static let exitReasons = Table(
        title: "Exit reasons", introduction: "What VMCS_EXIT_REASON tells.", columns: ["reason", "number", "when"],
        rows: VMExitReason.allCases.map { [$0.symbol, "\($0.rawValue)", $0.effect] })

    private static let instructionErrors = Table(
        title: "Errors of root-mode instructions", introduction: "What VMCS_INSTRUCTION_ERROR tells.",
        columns: ["error", "number", "cause"],
        rows: VMInstructionError.allCases.map { [$0.symbol, "\($0.rawValue)", $0.effect] })

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

    /// For a terminal of 80 columns. With a topic, only the rows about it.
    package static func text(topic: String? = nil) -> String { text(of: tables, topic: topic) }

    /// One of the tables, by its title.
    static func page(_ title: String) -> String {
        text(of: tables.filter { $0.title == title }, topic: nil)
    }

    /// Likewise, the part for paravirtual kernels.
    package static var paravirtualText: String { text(of: paravirtualTables, topic: nil) }

    private static func text(of tables: [Table], topic: String?) -> String {
        tables.compactMap { table in
            let rows = table.rows.filter { row in topic.map { isAbout(row[0], $0) } ?? true }
            guard !rows.isEmpty else { return nil }
            let heading = topic == nil ? [table.title.uppercased()] + [table.introduction.wrapped, ""] : []
            return (heading + rows.flatMap { lines($0, table.columns) }).joined(separator: "\n")
        }.joined(separator: topic == nil ? "\n\n" : "\n")
    }

    private static func isAbout(_ cell: String, _ topic: String) -> Bool {
        let first = cell.prefix { $0 != " " }.lowercased()
        return first == topic.lowercased() || first.hasPrefix(topic.lowercased() + "_")
    }

    private static let indent = 26

    /// One row: the first cell, then the others beside it, on as many lines as they need.
    private static func lines(_ cells: [String], _ columns: [String]) -> [String] {
        let named = zip(columns, cells).dropFirst().filter { !$1.isEmpty && $1 != "-" }
        let rest = columns.count > 4 ? [named.map { "\($0): \($1)" }.joined(separator: "; ")] : named.map(\.1)
        var below = rest.flatMap { $0.wrapped(indent: indent).split(separator: "\n").map(String.init) }
        guard cells[0].count <= indent - 2, let first = below.first else { return [cells[0]] + below }
        below[0] = cells[0].padded(indent) + first.dropFirst(indent)
        return below
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
        struct Call: Encodable {
            let name, effect: String
            let number: UInt16
            let arguments, errors: [String]
        }
        struct Document: Encodable {
            let instructions: [Entry]
            let hypercalls: [Call]
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
        let calls = Hypercall.allCases.map { call in
            Call(
                name: call.symbol, effect: call.row.effect, number: call.rawValue, arguments: call.row.arguments,
                errors: call.row.errors.map(\.symbol))
        }
        return JSON.text(
            Document(
                instructions: entries, hypercalls: calls, constants: Architecture.symbols,
                deviceRegisters: StandardBoard.bus(for: nil, disk: []).symbols))
    }
}
