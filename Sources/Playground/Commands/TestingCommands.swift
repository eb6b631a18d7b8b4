import Assembler
import ISA
import Machine
import VMM

extension Command {
    static let testingCommands: [Command] = [
        Command(
            "expect", "exp", .testing, "TEST | output TEXT | event NAME | reached PLACE | stop HOW",
            [.word(["output", "event", "reached", "stop"]), .counter],
            "Fails unless something is so: a comparison, a line of output, an event so far, a place that was executed, how the guest ended.",
            """
            expect r1 == 5; expect [counter] >= 3; expect exits.portIO < 10; expect output "Hello"; expect event trap 14; \
            expect reached done; expect stop exit 0. HOW is exit, halt, triple-fault, crash or running.
            """, takesRest: true, run: expect)
    ]

    @Sendable private static func expect(_ bench: Workbench, _ arguments: inout Arguments) throws(UserError) -> Reply {
        let finding = try bench.look(&arguments)
        if finding.isSo { return Reply("") }
        throw UserError(.failed, finding.text)
    }
}

/// What came of an expectation.
package struct Finding: Sendable {
    package let isSo: Bool
    /// What was expected, in the words of the expectation.
    package let wanted: String
    /// How it is instead.
    package let found: String

    package var text: String { "expected \(wanted), and \(found)" }
}

extension Workbench {
    /// Looks whether something is as `expect` says.
    package func look(_ expectation: String) throws(UserError) -> Finding {
        guard let lines = Line.commands(of: "expect " + expectation), lines.count == 1, let line = lines.first else {
            throw UserError(.usage, "one expectation, with its quotation marks closed, is wanted: \(expectation.printable)")
        }
        var arguments = Arguments(line, of: try Command.find("expect"), self)
        let finding = try look(&arguments)
        try arguments.end()
        return finding
    }

    fileprivate func look(_ arguments: inout Arguments) throws(UserError) -> Finding {
        let session = try session
        if arguments.take("output") { return try lookAtOutput(session, &arguments) }
        if arguments.take("event") { return try lookForEvent(&arguments) }
        if arguments.take("reached") { return try lookForPlace(&arguments) }
        if arguments.take("stop") { return try lookAtStop(session, &arguments) }
        let test = try ValueReader.test(try arguments.requiredRest("what is to be so"), session)
        return Finding(isSo: test.holds(session), wanted: test.text, found: test.sides(session))
    }

    private func lookAtOutput(_ session: Session, _ arguments: inout Arguments) throws(UserError) -> Finding {
        let wanted = try arguments.requiredRest("the text")
        let output = String(decoding: session.consoleOutput, as: UTF8.self)
        let last = output.split(separator: "\n").suffix(3).map { "    " + String($0).printable }
        return Finding(
            isSo: output.contains(wanted), wanted: "output \"\(wanted.printable)\"",
            found: "it is not there" + (last.isEmpty ? "; there is none" : "; the last lines are\n" + last.joined(separator: "\n")))
    }

    private func lookForEvent(_ arguments: inout Arguments) throws(UserError) -> Finding {
        let name = try arguments.required("an event's name")
        guard Event.Kind.stoppable.contains(where: { $0.name == name }) else {
            let note = Suggestion.note(for: name, among: Event.Kind.stoppable.map(\.name)) ?? "'help events' lists them"
            throw arguments.mistake("no event is called '\(name)'; \(note)")
        }
        let detail = try arguments.eventDetail(of: name)
        return Finding(
            isSo: try timeline.hasHappened(name, detail), wanted: "the event \(name)\(detail.map { " \($0)" } ?? "")",
            found: "it has not happened")
    }

    private func lookForPlace(_ arguments: inout Arguments) throws(UserError) -> Finding {
        let text = arguments.peek ?? ""
        let address = try arguments.address()
        return Finding(
            isSo: try timeline.hasHappened(.address(address)), wanted: "to reach \(text)", found: "nothing was executed there")
    }

    private static let stops = ["exit", "halt", "triple-fault", "crash", "running"]

    private func lookAtStop(_ session: Session, _ arguments: inout Arguments) throws(UserError) -> Finding {
        let wanted = try arguments.required("how")
        guard Self.stops.contains(wanted) else {
            throw arguments.mistake("'\(wanted)' is none of \(Self.stops.joined(separator: ", "))")
        }
        let report = RunReport(session, guest: "")
        let stop = report.stop == "limit" ? "running" : report.stop
        let code = arguments.isEmpty ? nil : try arguments.number("an exit code", 0...255, default: 0)
        return Finding(
            isSo: stop == wanted && (code == nil || code == report.exitCode),
            wanted: "stop \(wanted)\(code.map { " \($0)" } ?? "")",
            found: "it is \(stop)\(report.exitCode.map { " \($0)" } ?? "")")
    }
}

extension Timeline {
    /// Whether an event has come between the beginning and now.
    func hasHappened(_ name: String, _ detail: String?) throws(UserError) -> Bool {
        if events.contains(where: { $0.matches(name, detail) }) { return true }
        // The log has the newest only: what is older is looked for on the way back.
        return hasHappened(.event(name: name, detail: detail))
    }

    /// Whether a condition has held between the beginning and now.
    func hasHappened(_ condition: Condition) -> Bool {
        let here = checkpoint()
        defer { restore(here) }
        return back(to: condition) != nil
    }
}
