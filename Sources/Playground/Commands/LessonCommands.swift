/// Who gives lessons at a workbench. What it asks for and judges is not known here; the commands are.
package protocol Tutor: AnyObject {
    func carryOut(_ request: TutorRequest, on bench: Workbench) throws(UserError) -> Reply
    /// A command is about to be carried out.
    func willCarryOut(_ command: Command)
    /// What a line means that is no command, if it means anything: a number may answer a question.
    func meaning(of line: String) -> TutorRequest?
}

/// What a learner can ask of a tutor.
package enum TutorRequest: Hashable, Sendable {
    /// A lesson is taken up: where it was left, at an exercise, or from its beginning (`again`).
    case lesson(String?, at: String?)
    case next, again, hint, check, solution, retry, skip, play, leavePlay
    case answer(String)
}

extension Command {
    static let lessonCommands: [Command] = [
        lesson(
            "lesson", "le", "[ID [EXERCISE | again]]", [.free, .word(["again"])],
            "Takes up a lesson where it was left, at an exercise, or again from its beginning; without an ID, lists the lessons.",
            "Progress is kept in the folder of the history. What was solved stays so."
        ) { arguments throws(UserError) in
            let id = arguments.next()
            return .lesson(id, at: arguments.next())
        },
        lesson("next", "n", "", [], "Goes on in the lesson: what is next is said, or its commands are carried out.") { _ in .next },
        lesson(
            "again", "ag", "", [], "Shows again where the lesson is: the question or task with the hints taken, or the last part."
        ) { _ in
            .again
        },
        lesson(
            "answer", "a", "ANSWER", [.free],
            "Answers the lesson's question: with a choice's number or words, or with a number, which may be reckoned (3 * 200 + 50).",
            takesRest: true
        ) { arguments throws(UserError) in .answer(try arguments.requiredRest("the answer")) },
        lesson("check", "ch", "", [], "Has the lesson's task judged, by the machine as it is now.") { _ in .check },
        lesson("hint", "hi", "", [], "Gives the next hint for the lesson's question or task.") { _ in .hint },
        lesson(
            "retry", "rt", "", [],
            "Begins the lesson's task anew, with your program kept under another name; or goes back to the exercise just left."
        ) { _ in
            .retry
        },
        lesson("solution", "so", "", [], "Shows how it can be done. What has been shown does not count as solved.") { _ in .solution
        },
        lesson("skip", "sk", "", [], "Leaves the lesson's question or task without having done it.") { _ in .skip },
        lesson("play", "pl", "", [], "Lets you do as you like: 'return' brings everything back to how it is now.") { _ in .play },
        lesson("return", "ret", "", [], "Goes back from 'play' to the lesson.") { _ in .leavePlay },
    ]

    private static func lesson(
        _ name: String, _ short: String, _ usage: String, _ arguments: [Argument], _ summary: String, _ details: String = "",
        takesRest: Bool = false, request: @escaping @Sendable (inout Arguments) throws(UserError) -> TutorRequest
    ) -> Command {
        Command(name, short, .lessons, usage, arguments, summary, details, takesRest: takesRest) { bench, arguments in
            let request = try request(&arguments)
            try arguments.end()
            guard let tutor = bench.tutor else {
                throw UserError(.usage, "\(name): no lessons are given here; 'ringside lesson play ID' gives one")
            }
            return try tutor.carryOut(request, on: bench)
        }
    }
}
