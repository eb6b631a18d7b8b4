import Engines
import Foundation
import ISA
import Machine
import VMM

extension Command {
    static let setupCommands: [Command] = [
        Command(
            "load", "l", .setup, "FILE", [.file], "Reads a guest, a source or an image, and puts it at its beginning.",
            "Breakpoints and marks of the guest before are gone. What the source says it is given (given input) it gets."
        ) { bench, arguments in
            try bench.load(try arguments.required("a file"))
            return began(bench, "\(bench.path ?? "") is loaded")
        },
        Command(
            "engine", "e", .setup, "[NAME]", [.engine],
            "Takes another engine, and puts the guest at its beginning; without a name, lists them.",
            "The forms hvm-shadow and hvm-nested choose the paging. A guest with a port (given port) runs that under pv."
        ) { bench, arguments in
            guard let name = arguments.next() else { return Reply(EnginesView(bench.options), arguments) }
            try bench.change { (options) throws(UserError) in options.engine = name }
            return began(bench, "the engine is \(name)")
        },
        Command(
            "host", "ho", .setup, "[MODEL]", [.host],
            "Takes another host model, and puts the guest at its beginning; without one, shows this one.",
            "A shipped model, or a file with one. What 'set' has changed stays changed."
        ) { bench, arguments in
            guard let name = arguments.next() else { return Reply(HostView(bench.options.model), arguments) }
            try bench.useHost(name)
            return began(bench, "the host is \(bench.options.model.name)")
        },
        Command(
            "set", "se", .setup, "[KEY [VALUE]]", [.setting, .free],
            "Changes one thing of the host or of how guests are run, and puts the guest at its beginning.",
            """
            Keys: cost.NAME, isa, tlb.entries, tlb.ways, disk.request, disk.sector; clock (cycles or guest), max-cycles, and for engines \
            clustering, adaptation, emulation, translate-user (on or off). Without a value the change is taken back; without a key, what is changed \
            is listed.
            """, run: set),
        Command("reset", "re", .setup, "", [], "Puts the guest at its beginning; nothing stays but breakpoints and settings.") {
            bench, _ in
            try bench.reset()
            return began(bench, "at its beginning")
        },
        Command(
            "send", "sen", .setup, "TEXT", [.free], "Gives the guest's console input, now.",
            "In quotation marks \\n ends a line. Going back takes it back; what comes after in time is then no longer what was.",
            takesRest: true
        ) { bench, arguments in
            let text = try arguments.requiredRest("the text")
            _ = try bench.timeline.intervene(.input(Array(text.utf8)))
            bench.forgetMarks(beyond: try bench.timeline.cycle)
            return Reply("\(text.utf8.count) bytes wait at the console")
        },
    ]

    /// The answer where the guest is at its beginning again.
    private static func began(_ bench: Workbench, _ text: String) -> Reply {
        guard let session = try? bench.session else { return Reply(text) }
        let notes = bench.notes.map { "note: \($0)" }
        return Reply(([text] + notes + [Whereabouts(session).text]).joined(separator: "\n"))
    }

    private static let switches = ["clustering", "adaptation", "emulation", "translate-user"]
    /// What `set` takes.
    static let settingKeys = ["clock", "max-cycles"] + switches + Settings.keys

    @Sendable private static func set(_ bench: Workbench, _ arguments: inout Arguments) throws(UserError) -> Reply {
        guard let first = arguments.next() else { return Reply(SettingsView(bench), arguments) }
        // Both forms are common: KEY VALUE and KEY=VALUE.
        let parts = first.split(separator: "=", maxSplits: 1).map(String.init)
        let key = parts.first ?? first
        let value = parts.count == 2 ? parts[1] : arguments.next()
        switch key {
        case "max-cycles":
            let number = value.flatMap(ValueReader.number) ?? (value == nil ? RunOptions.standardMaxCycles : 0)
            guard 1...1_000_000_000_000_000 ~= number else {
                throw arguments.mistake("'\(value ?? "")' is no number of cycles: from 1 to 1000000000000000")
            }
            bench.options.maxCycles = number
            return Reply("runs stop at cycle \(number.grouped)")
        case "clock":
            guard let clock = ClockMode(rawValue: value ?? "cycles") else {
                throw arguments.mistake("the clock is cycles or guest")
            }
            try bench.change { (options) throws(UserError) in options.clock = clock }
        case _ where switches.contains(key):
            let standard = key == "adaptation" || key == "emulation" ? "on" : "off"
            guard let on = ["on": true, "off": false][value ?? standard] else { throw arguments.mistake("\(key) is on or off") }
            try bench.change { (options) throws(UserError) in
                switch key {
                case "clustering": options.engineOptions.clustering = on
                case "adaptation": options.engineOptions.adapts = on
                case "emulation": options.engineOptions.emulatesInCache = on
                default: options.engineOptions.translatesUser = on
                }
            }
        default: try bench.set(key, value)
        }
        return began(bench, value.map { "\(key) is \($0)" } ?? "\(key) is as it was")
    }
}

/// The engines, and which one is in use.
struct EnginesView: View {
    struct Row: Encodable, Sendable {
        let id: String
        let title: String
        let summary: String
        let isChosen: Bool
        @Nullable var refusal: String?
    }
    let engines: [Row]

    init(_ options: RunOptions) {
        engines = (EngineRegistry.all + EngineRegistry.forms).map { entry in
            var row = Row(id: entry.id, title: entry.title, summary: entry.summary, isChosen: entry.id == options.engine)
            row.refusal = entry.refusal(options.model)
            return row
        }
    }

    var text: String {
        engines.map { row in
            (row.isChosen ? "* " : "  ") + row.id.padded(12) + row.title + (row.refusal.map { "  (not here: \($0))" } ?? "")
        }.joined(separator: "\n")
    }
}

/// The host: what it has, and what each primitive costs.
struct HostView: View {
    struct Cost: Encodable, Sendable {
        let primitive: String
        let cycles: UInt32
        let grade: String
        let source: String
    }
    let name: String
    let title: String
    let year: Int
    let isa: String
    let features: [String]
    let costs: [Cost]

    init(_ model: HostModel) {
        (name, title, year, isa) = (model.name, model.title, model.year, model.isa.rawValue)
        features = [
            ("root mode", model.rootMode), ("nested paging", model.nestedPaging), ("vpid", model.vpid),
            ("task priority shadow", model.taskPriorityShadow), ("iommu", model.iommu),
        ].filter(\.1).map(\.0)
        costs = Primitive.allCases.map {
            Cost(primitive: $0.name, cycles: model[$0].cycles, grade: model[$0].grade.rawValue, source: model[$0].source)
        }
    }

    var text: String {
        (["\(name), \(year): \(title)", "isa \(isa); \(features.isEmpty ? "no root mode" : features.joined(separator: ", "))"]
            + costs.map { "  cost.\($0.primitive)".padded(30) + "\($0.cycles)".leftPadded(6) + "  " + $0.grade }).joined(
                separator: "\n")
    }
}

/// What has been changed.
struct SettingsView: View {
    let settings: [String: String]

    init(_ bench: Workbench) {
        var settings = bench.settings
        let options = bench.options
        settings["clock"] = options.clock.rawValue
        settings["max-cycles"] = String(options.maxCycles)
        settings["clustering"] = options.engineOptions.clustering ? "on" : "off"
        settings["adaptation"] = options.engineOptions.adapts ? "on" : "off"
        settings["emulation"] = options.engineOptions.emulatesInCache ? "on" : "off"
        settings["translate-user"] = options.engineOptions.translatesUser ? "on" : "off"
        self.settings = settings
    }

    var text: String { settings.sorted { $0.key < $1.key }.map { $0.key.padded(26) + $0.value }.joined(separator: "\n") }
}
