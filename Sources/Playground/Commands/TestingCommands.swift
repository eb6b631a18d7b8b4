import Assembler
import ISA
import Machine
import VMM

extension Command {
    static let testingCommands: [Command] = [
        Command(
            "expect", "exp", .testing, "TEST | output TEXT | event NAME [DETAIL] | stop HOW [CODE]",
            [.word(["output", "event", "stop"]), .counter],
            "Fails unless something is so: a comparison, a line of output, an event so far, how the guest ended.",
            """
            expect r1 == 5; expect [counter] >= 3; expect exits.portIO < 10; expect output "Hello"; expect event trap 14; \
            expect stop exit 0. HOW is exit, halt, triple-fault, crash or running.
            """, takesRest: true, run: expect)
    ]

    @Sendable private static func expect(_ bench: Workbench, _ arguments: inout Arguments) throws(UserError) -> Reply {
        let session = try bench.session
        if arguments.take("output") {
            let wanted = try arguments.requiredRest("the text")
            let output = String(decoding: session.consoleOutput, as: UTF8.self)
            if output.contains(wanted) { return Reply("") }
            let last = output.split(separator: "\n").suffix(3).map { "    " + String($0).printable }
            throw UserError(
                .failed,
                "expected output \"\(wanted.printable)\", and it is not there"
                    + (last.isEmpty ? "; there is none" : "; the last lines are\n" + last.joined(separator: "\n")))
        }
        if arguments.take("event") {
            let name = try arguments.required("an event's name")
            guard Event.Kind.stoppable.contains(where: { $0.name == name }) else {
                let note = Suggestion.note(for: name, among: Event.Kind.stoppable.map(\.name)) ?? "'help events' lists them"
                throw arguments.mistake("no event is called '\(name)'; \(note)")
            }
            let detail = arguments.next()
            if try bench.timeline.hasHappened(name, detail) { return Reply("") }
            throw UserError(.failed, "expected the event \(name)\(detail.map { " \($0)" } ?? ""), and it has not happened")
        }
        if arguments.take("stop") { return try expectStop(session, &arguments) }
        let test = try ValueReader.test(try arguments.requiredRest("what is to be so"), session)
        if test.holds(session) { return Reply("") }
        throw UserError(.failed, "expected \(test.text), and \(test.sides(session))")
    }

    private static let stops = ["exit", "halt", "triple-fault", "crash", "running"]

    private static func expectStop(_ session: Session, _ arguments: inout Arguments) throws(UserError) -> Reply {
        let wanted = try arguments.required("how")
        guard stops.contains(wanted) else {
            throw arguments.mistake("'\(wanted)' is none of \(stops.joined(separator: ", "))")
        }
        let report = RunReport(session, guest: "")
        let stop = report.stop == "limit" ? "running" : report.stop
        let code = arguments.isEmpty ? nil : try arguments.number("an exit code", 0...255, default: 0)
        if stop == wanted, code == nil || code == report.exitCode { return Reply("") }
        let found = stop + (report.exitCode.map { " \($0)" } ?? "")
        throw UserError(.failed, "expected stop \(wanted)\(code.map { " \($0)" } ?? ""), and it is \(found)")
    }
}

extension Timeline {
    /// Whether an event has come between the beginning and now.
    func hasHappened(_ name: String, _ detail: String?) throws(UserError) -> Bool {
        if events.contains(where: { $0.matches(name, detail) }) { return true }
        // The log has the newest only: what is older is looked for on the way back.
        let here = checkpoint()
        defer { restore(here) }
        return back(to: .event(name: name, detail: detail)) != nil
    }
}
