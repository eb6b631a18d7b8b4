import Machine
import VMM

extension Command {
    static let travelCommands: [Command] = [
        Command(
            "back", "ba", .travel, "[N | to CONDITION]", [.word(["to"]), .condition, .detail],
            "Goes back one step, or N, or to where something last happened: the exact inverse of what was executed.",
            "Memory, devices, input, TLB, translations, timers and counters are what they were. Conditions are those of until.",
            takesRest: true
        ) { bench, arguments in
            if arguments.take("to") {
                let condition = try arguments.condition()
                try arguments.end()
                return try bench.back(to: condition, arguments)
            }
            let count = try arguments.number("a number of steps", 1...1_000_000, default: 1)
            try arguments.end()
            return try bench.moving { timeline in
                let taken = timeline.back(count)
                return taken < count ? [taken == 0 ? "this is the beginning" : "only \(taken) steps to the beginning"] : []
            }
        },
        Command(
            "goto", "g", .travel, "MARK | CYCLE | #N", [.mark],
            "Goes to a mark, to a cycle, or to where N instructions have been executed.",
            "Back or forward. Beyond the guest's end there is nothing."
        ) { bench, arguments in try bench.goTo(try arguments.required("a mark, a cycle or #N"), arguments) },
        Command("mark", "m", .travel, "[NAME]", [.free], "Gives the present a name, for goto; without one, lists the marks.") {
            bench, arguments in
            guard let name = arguments.next() else { return Reply(MarksView(bench), arguments) }
            guard name.first?.isLetter == true, name.count <= 64 else {
                throw arguments.mistake("'\(name)' is no name: it begins with a letter and has at most 64 characters")
            }
            bench.marks[name] = try bench.timeline.cycle
            return Reply("\(name) is cycle \(try bench.timeline.cycle.grouped)")
        },
    ]
}

extension Workbench {
    func back(to condition: Condition, _ arguments: Arguments) throws(UserError) -> Reply {
        var isFound = false
        let reply = try moving { timeline in
            isFound = timeline.back(to: condition, isInterrupted: isInterrupted) != nil
            return []
        }
        if isInterrupted() { throw UserError(.usage, "interrupted; the guest is where it was") }
        guard isFound else { throw arguments.mistake("'\(condition.text)' has not happened before this") }
        return reply
    }

    func goTo(_ place: String, _ arguments: Arguments) throws(UserError) -> Reply {
        let limit = options.maxCycles
        if place.hasPrefix("#") {
            guard let number = ValueReader.number(String(place.dropFirst())) else {
                throw arguments.mistake("'\(place)' is no number of instructions, for example #1000")
            }
            var isThere = false
            let here = try timeline.checkpoint()
            let reply = try moving { timeline in
                isThere = timeline.go(toInstruction: number, limit: limit, isInterrupted: isInterrupted)
                if !isThere { timeline.restore(here) }
                return []
            }
            guard isThere else {
                throw arguments.mistake("the guest does not execute \(number.grouped) instructions up to cycle \(limit.grouped)")
            }
            return reply
        }
        guard let cycle = marks[place] ?? ValueReader.number(place) else {
            throw arguments.mistake(
                "'\(place)' is neither a mark nor a number"
                    + (marks.isEmpty ? "" : "; marks are \(marks.keys.sorted().joined(separator: ", "))"))
        }
        guard cycle <= limit else { throw arguments.mistake("runs stop at cycle \(limit.grouped); 'set max-cycles N' moves that") }
        return try moving { timeline in
            timeline.go(toCycle: cycle, isInterrupted: isInterrupted)
            if isInterrupted() { return ["interrupted"] }
            return timeline.isOver && timeline.cycle < cycle ? ["the guest has come to its end before cycle \(cycle.grouped)"] : []
        }
    }

    /// The guest has been changed from outside at a cycle: marks beyond are not where it goes any more.
    func forgetMarks(beyond cycle: UInt64) { marks = marks.filter { $0.value <= cycle } }
}

/// The marks.
struct MarksView: View {
    let marks: [String: UInt64]

    init(_ bench: Workbench) { marks = bench.marks }

    var text: String {
        if marks.isEmpty { return "there are no marks" }
        return marks.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { $0.key.padded(20) + "cycle \($0.value.grouped)" }
            .joined(separator: "\n")
    }
}
