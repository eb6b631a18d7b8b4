import Assembler
import Engines
import ISA
import Machine
import VMM

/// The manual inside: a page for each command and each topic, made from the tables that the program itself goes by.
package enum Manual {
    package struct Topic: Sendable {
        package let name: String
        package let title: String
        let text: @Sendable () -> String
    }

    package static let topics: [Topic] = [
        Topic(name: "engines", title: "the techniques that can be compared") { engines },
        Topic(name: "paging", title: "how a guest's addresses become the host's") { paging },
        Topic(name: "costs", title: "what costs cycles, and what it is called") { costs },
        Topic(name: "accounts", title: "where cycles go") { accounts },
        Topic(name: "exits", title: "why control comes to a monitor") { exits },
        Topic(name: "events", title: "what breakpoints, until and back can stop at") { events },
        Topic(name: "values", title: "what print, expect and 'if' can name") { values },
        Topic(name: "devices", title: "the guest's devices and their registers") { Reference.page("Devices") },
        Topic(name: "instructions", title: "the instruction set") { Reference.page("Instructions") },
        Topic(name: "hypercalls", title: "what a paravirtual kernel can ask for") { Reference.paravirtualText },
        Topic(name: "vmcs", title: "the fields of the control structure of hardware assist") { Reference.page("VMCS fields") },
        Topic(name: "travel", title: "going back and forth in time") { travel },
        Topic(name: "scripts", title: "files of commands, and -c") { scripts },
    ]

    /// All commands in a line each.
    package static var overview: String {
        let groups = Command.Group.allCases.map { group in
            ([group.rawValue]
                + Command.all.filter { $0.group == group }.map { command in
                    "  " + command.name.padded(11) + command.short.padded(5) + command.summary.wrapped(indent: 18).dropFirst(18)
                }).joined(separator: "\n")
        }
        return groups.joined(separator: "\n")
            + "\n\nhelp COMMAND says all about one; help TOPIC: \(topics.map(\.name).joined(separator: ", ")).".wrapped
    }

    /// The page of a command, a topic, or something that the reference knows.
    package static func page(_ name: String) throws(UserError) -> String {
        let command = Command.all.first { $0.name == name || $0.short == name }
        let topic = topics.first { $0.name == name.lowercased() }
        if command != nil || topic != nil { return [command.map(page), topic?.text()].compactMap { $0 }.joined(separator: "\n\n") }
        if let reason = ExitReason.allCases.first(where: { $0.name.lowercased() == name.lowercased() }) {
            return "exit \(reason.name): \(reason.title)"
        }
        if let call = Hypercall.allCases.first(where: {
            [$0.symbol.lowercased(), "\($0)".lowercased()].contains(name.lowercased())
        }) {
            return page(call)
        }
        let text = Reference.text(topic: name)
        if !text.isEmpty { return text }
        if let command = try? Command.find(name) { return page(command) }
        let known = Command.all.map(\.name) + topics.map(\.name) + Instruction.allCases.map(\.row.mnemonic)
        throw UserError(
            .usage,
            "there is no help on '\(name.printable)'; "
                + (Suggestion.note(for: name, among: known) ?? "'help' lists commands and topics"))
    }

    private static func page(_ command: Command) -> String {
        let json = [.seeing, .monitor, .experiments].contains(command.group) ? "\nWith --json, as JSON." : ""
        return "\(command.syntax)   (short: \(command.short))\n" + command.summary.wrapped
            + (command.details.isEmpty ? "" : "\n" + command.details.wrapped) + json
    }

    private static func page(_ call: Hypercall) -> String {
        let row = call.row
        let arguments = row.arguments.enumerated().map { "  r\($0.offset + 1): \($0.element)" }
        let errors = row.errors.isEmpty ? [] : ["  r0 is STATUS_DONE, or \(row.errors.map(\.symbol).joined(separator: ", "))"]
        return ([("\(call.symbol): " + row.effect).wrapped] + arguments + errors).joined(separator: "\n")
    }

    // MARK: Topics

    private static var engines: String {
        (EngineRegistry.all + EngineRegistry.forms).map { "\($0.id): \($0.title)\n" + $0.summary.wrapped(indent: 4) }.joined(
            separator: "\n")
    }

    private static var exits: String { ExitReason.allCases.map { $0.name.padded(20) + $0.title }.joined(separator: "\n") }

    private static var costs: String {
        "Each is a key of set: set cost.vmexit 500. 'host' shows what they are here.\n"
            + Primitive.allCases.map { ("  cost." + $0.name).padded(28) + String($0.meaning.prefix(52)) }.joined(separator: "\n")
    }

    private static var accounts: String {
        """
        Every cycle is in exactly one account. The guest's own: guestUser, guestKernel, idle. The
        hardware's: ringCrossings, vmTransitions, pageWalks. The monitor's software, by kind:
        """ + "\n"
            + MonitorWork.allCases.map {
                ("  " + $0.account.name).padded(16) + "\($0)".padded(18) + "\($0.instructions) instructions a time"
            }.joined(separator: "\n")
    }

    private static var events: String {
        """
        until, break and 'back to' take one of these conditions:
          PLACE         the guest is about to execute the instruction there
          write PLACE   the word there is written, by whomever
          ring [N]      the guest comes to another ring
        or an event, with the detail after its name:
        """ + "\n"
            + Event.Kind.stoppable.map { "  " + $0.name.padded(12) + $0.meaning }.joined(separator: "\n")
    }

    private static var values: String {
        """
        Numbers (10, 0x1f, 0b101, 1_000), labels, r0 to r15, sp, pc, ring, flags, control
        registers (cr0, cr2, cr3, cr8, sp0 …), cycle, retired, exits, exits.REASON,
        account.NAME, counters as stats names them, [ADDRESS] for the word there; sums and
        differences of these. A test compares two with == != < <= > >=.
        """
    }

    private static let paging = """
        native   the guest's own tables are the hardware's.
        trap, bt, hvm-shadow
                 the hardware walks shadow tables, which the monitor derives from the guest's, entry by
                 entry, as accesses fault (hidden faults). Writes to the guest's tables are traced.
        hvm-nested
                 the hardware walks the guest's tables, and below each of its steps the monitor's
                 nested ones: up to eight references instead of two.
        pv       the guest's tables are the hardware's, with machine addresses in them; the hypervisor
                 checks each entry before it is written (direct paging).
        'walk PLACE' follows an address entry by entry; 'map' shows a whole address space.
        """

    private static let travel = """
        A place in time is a cycle: a run is the same whenever it is repeated, so that going back is
        going there again. back undoes steps; back to CONDITION finds where something last happened;
        mark and goto name places. What is sent or executed by hand is part of the past, and starts
        another future.
        """

    private static let scripts = """
        A script is a file of commands, a line each or with semicolons between; # begins a comment.
        ringside script FILE, ringside -c 'load Samples/hello.s; run', or a script on standard
        input. The first command that fails ends it with status 1, unless --no-strict is given.
        expect makes a script a test.
        """
}
