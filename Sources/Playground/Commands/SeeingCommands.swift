import Devices
import ISA
import Machine
import VMM

extension Command {
    /// What the guest has.
    static let guestCommands: [Command] = [
        Command("status", "st", .seeing, "", [], "Shows where the guest is, and what it would do next.") { bench, arguments in
            Reply(Whereabouts(try bench.session), arguments)
        },
        Command(
            "registers", "reg", .seeing, "", [], "Shows all registers; a star is before what changed when the guest was last moved."
        ) { bench, arguments in Reply(RegistersView(try bench.session, before: bench.before), arguments) },
        Command(
            "code", "co", .seeing, "[PLACE [N]]", [.place, .free],
            "Shows instructions with labels and source lines, around pc or from a place."
        ) { bench, arguments in
            let session = try bench.session
            let start = try arguments.address(default: session.startOfCode(around: session.guestCPU.pc, before: 4))
            let count = try arguments.number("a number of instructions", 1...1000, default: 12)
            return Reply(CodeView(session, from: start, count: count), arguments)
        },
        Command(
            "memory", "mem", .seeing, "PLACE [N]", [.place, .free], "Shows N words of the guest's memory, by its own addresses.",
            "Dashes stand where nothing is mapped."
        ) { bench, arguments in
            let start = try arguments.address()
            let count = try arguments.number("a number of words", 1...MemoryView.limit, default: 16)
            return Reply(MemoryView(try bench.session, from: start, words: count), arguments)
        },
        Command("stack", "sta", .seeing, "[N]", [.free], "Shows N words from sp upward, with the labels that they may lead to.") {
            bench, arguments in
            Reply(StackView(try bench.session, count: try arguments.number("a number of words", 1...1000, default: 12)), arguments)
        },
        Command(
            "print", "p", .seeing, "VALUE", [.counter],
            "Shows the value of a sum of registers, words in [brackets], labels, counters and numbers.",
            "For example: print [sp+4], print r1 - 4, print exits.portIO. See 'help values'.", takesRest: true
        ) { bench, arguments in
            let session = try bench.session
            let text = try arguments.requiredRest("a value")
            guard let value = try ValueReader.value(text, session).read(session) else {
                throw arguments.mistake("'\(text)' cannot be read now")
            }
            return Reply(ValueView(text, value, session), arguments)
        },
        Command("symbols", "sy", .seeing, "[PART]", [.free], "Lists the program's labels, or those whose names contain a part.") {
            bench, arguments in
            let part = arguments.next() ?? ""
            return Reply(SymbolsView(try bench.session, part), arguments)
        },
        Command("console", "con", .seeing, "", [], "Shows all that the guest has written to its console.") { bench, arguments in
            Reply(LinesView(console: try bench.session.consoleOutput), arguments)
        },
        Command("display", "di", .seeing, "", [], "Shows the guest's text display.") { bench, arguments in
            let session = try bench.session
            return Reply(LinesView(display: session.engine.guestBus(session.host).first(TextDisplay.self)?.lines ?? []), arguments)
        },
        Command("gates", "ga", .seeing, "", [], "Shows the gates of the trap table that are present.") { bench, arguments in
            Reply(GatesView(try bench.session), arguments)
        },
        Command("devices", "de", .seeing, "", [], "Shows the guest's devices, and what their registers would read.") {
            bench, arguments in
            Reply(DevicesView(try bench.session), arguments)
        },
        Command(
            "map", "ma", .seeing, "[guest|shadow|nested]", [.word(MapView.Tables.allCases.map(\.rawValue))],
            "Shows a whole address space, by the guest's tables or by the monitor's."
        ) { bench, arguments in
            let name = arguments.next() ?? "guest"
            guard let tables = MapView.Tables(rawValue: name) else {
                throw arguments.mistake("'\(name)' is none of guest, shadow, nested")
            }
            return Reply(try MapView(try bench.session, tables), arguments)
        },
        Command(
            "screen", "sc", .seeing, "[on|off]", [.word(["on", "off"])],
            "Shows registers, code, stack and events together; on: whenever the guest has moved."
        ) { bench, arguments in
            if let word = arguments.peek {
                guard word == "on" || word == "off" else { throw arguments.mistake("'\(word)' is neither on nor off") }
                _ = arguments.next()
                bench.showsScreen = word == "on"
                if word == "off" { return Reply("the screen is off") }
            }
            return Reply(ScreenView(bench, try bench.timeline), arguments)
        },
    ]

    /// What the host and the monitor have.
    static let monitorCommands: [Command] = [
        Command(
            "walk", "w", .monitor, "[PLACE]", [.place],
            "Follows an address through the guest's tables and the monitor's, entry by entry, with the cost."
        ) { bench, arguments in
            let session = try bench.session
            return Reply(WalkView(session, try arguments.address(default: session.guestCPU.pc)), arguments)
        },
        Command("tlb", "tl", .monitor, "", [], "Shows what the processor's TLB holds.") { bench, arguments in
            Reply(TLBView(try bench.session), arguments)
        },
        Command("vmcs", "v", .monitor, "", [], "Shows the VMCS field by field, under hardware assist.") { bench, arguments in
            Reply(try VMCSView(try bench.session), arguments)
        },
        Command(
            "units", "un", .monitor, "[PLACE]", [.place],
            "Shows the translation cache under bt: the newest units, or those of an address in two columns."
        ) { bench, arguments in
            let address = arguments.isEmpty ? nil : try arguments.address()
            return Reply(try UnitsView(try bench.session, at: address, newest: 20), arguments)
        },
        Command("shared", "sh", .monitor, "", [], "Shows the shared-info page and the event channels, under pv.") {
            bench, arguments in
            Reply(try SharedView(try bench.session), arguments)
        },
        Command("rings", "ri", .monitor, "", [], "Shows the I/O rings, under pv.") { bench, arguments in
            Reply(try RingsView(try bench.session), arguments)
        },
        Command("stats", "sts", .monitor, "", [], "Shows where the cycles went so far: by account, by exit reason, and counters.") {
            bench, arguments in
            Reply(RunReport(try bench.session, guest: bench.path ?? ""), arguments)
        },
        Command(
            "events", "ev", .monitor, "[N]", [.free], "Shows the last N events, the newest at the end.",
            "At most \(Timeline.keptEvents); 'help events' says what each is."
        ) { bench, arguments in
            let count = try arguments.number("a number of events", 1...Timeline.keptEvents, default: 20)
            return Reply(EventsView(try bench.session, try bench.timeline.events.suffix(count)), arguments)
        },
        Command(
            "explain", "ex", .monitor, "", [], "Takes the last exit to the monitor apart, step by step, with what each cost.",
            "On bare metal, where no monitor is, the last trap or interrupt."
        ) { bench, arguments in
            guard let explanation = Explanation(try bench.timeline) else {
                throw UserError(
                    .usage, "explain: nothing has come between the guest and its next instruction yet; for example: until exit")
            }
            return Reply(explanation, arguments)
        },
        Command(
            "why", "wh", .monitor, "[PLACE]", [.place],
            "Says who last wrote a word; without one, what led to the guest's crash, and what to do."
        ) { bench, arguments in
            let timeline = try bench.timeline
            if !arguments.isEmpty {
                return Reply(Writer(timeline, try arguments.address(), isInterrupted: bench.isInterrupted), arguments)
            }
            let cause = Cause(timeline, isInterrupted: bench.isInterrupted)
            guard timeline.session.stop.isCrash else {
                throw UserError(.usage, "why: the guest has not crashed; with a place, who last wrote there: why counter")
            }
            return cause.lines.isEmpty ? Reply("the report says all that is known") : Reply(cause, arguments)
        },
    ]
}

extension RunReport: View {
    package var text: String {
        let soFar = "\(engine) on \(host): \(cycles.grouped) cycles, \(retired.grouped) instructions so far"
        return (stop == "limit" ? soFar : summary) + "\n\n" + table
    }
}

/// A value in the forms in which people want it.
struct ValueView: View {
    let value: UInt64
    private let lines: String

    private enum CodingKeys: String, CodingKey { case value }

    init(_ text: String, _ value: UInt64, _ session: Session) {
        self.value = value
        let label = UInt32(exactly: value).flatMap { value == 0 ? nil : session.label(of: $0) }
        let signed = UInt32(exactly: value).map { Int32(bitPattern: $0) }.flatMap { $0 < 0 ? ", \($0) signed" : nil }
        lines = "0x" + String(value, radix: 16) + " = \(value.grouped)" + (signed ?? "") + (label.map { ", \($0)" } ?? "")
    }

    var text: String { lines }
}

/// Labels with their addresses.
struct SymbolsView: View {
    struct Row: Encodable, Sendable {
        let name: String
        let address: UInt32
    }
    let symbols: [Row]

    init(_ session: Session, _ part: String) {
        symbols = session.image.symbols.filter { $0.kind == .label && (part.isEmpty || $0.name.contains(part)) }
            .map { Row(name: $0.name, address: $0.value) }
    }

    var text: String {
        symbols.isEmpty
            ? "no label has that in its name"
            : symbols.map { Decoded.hexadecimal($0.address).padded(12) + $0.name }.joined(separator: "\n")
    }
}
