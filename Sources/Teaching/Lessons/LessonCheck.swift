import Playground

/// Proves a lesson: every transcript comes as it is shown, every question has its answer, every task fails as it begins and is solved
/// by its solution under every engine, and by no solution that is known to be wrong; and all of it fits a small terminal.
package struct LessonCheck: Sendable {
    package let lesson: Lesson
    /// What is not so, with places.
    package private(set) var failures: [String] = []
    /// The transcripts' answers as they really are, by the line of their command; for those that are not as shown.
    private var answers: [Int: [String]] = [:]

    /// A terminal has 24 lines of 80 columns, and the prompt needs some.
    static let mostLines = 21
    static let mostColumns = 80

    package init(_ lesson: Lesson) throws(UserError) {
        self.lesson = lesson
        try checkTranscripts()
        for question in lesson.questions { check(question) }
        for task in lesson.tasks { try check(task) }
        checkSize()
    }

    private mutating func fail(_ line: Int, _ message: String) { failures.append("\(lesson.file):\(line): error: \(message)") }

    // MARK: Transcripts

    private mutating func checkTranscripts() throws(UserError) {
        let bench = try Playing.fresh(lesson)
        for entry in lesson.transcripts.flatMap(\.entries) {
            let shown = Playing.lines(Playing.run(entry.command, on: bench).shown)
            if Playing.matches(shown[...], entry.answer[...]) { continue }
            answers[entry.line] = shown
            let same = zip(shown, entry.answer).prefix { Playing.matches([$0][...], [$1][...]) }.count
            let got = same < shown.count ? "'\(shown[same])'" : "nothing more"
            let wanted = same < entry.answer.count ? "'\(entry.answer[same])'" : "nothing more"
            fail(entry.line + 1 + same, "after '\(entry.command)' comes \(got), and the lesson shows \(wanted)")
        }
    }

    /// The lesson's text with the transcripts as they really come, where they are not as shown.
    package func accepted(_ text: String) -> String {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        for transcript in lesson.transcripts.reversed() {
            for (number, entry) in transcript.entries.enumerated().reversed() {
                guard let answer = answers[entry.line] else { continue }
                let end =
                    number + 1 < transcript.entries.count ? transcript.entries[number + 1].line - 1 : transcript.lines.upperBound
                lines.replaceSubrange(entry.line..<end, with: answer)
            }
        }
        return lines.joined(separator: "\n")
    }

    // MARK: Questions and tasks

    private mutating func check(_ question: Question) {
        do throws(UserError) {
            _ = try Playing.truth(of: question, lesson)
        } catch {
            fail(question.line, "the answer to '\(question.id)' cannot be measured: \(error.text)")
        }
    }

    private mutating func check(_ task: LessonTask) throws(UserError) {
        if let starter = task.starter {
            try check(task, starter)
        } else {
            for engine in lesson.engines { try check(task, under: engine) }
        }
    }

    /// A task that is done by commands.
    private mutating func check(_ task: LessonTask, under engine: String) throws(UserError) {
        let begin = try attempt(task, "", engine)
        if let failure = begin.failure { fail(task.line, "'\(task.id)' under \(engine) does not begin: \(failure)") }
        if begin.judgement.isSolved { fail(task.line, "'\(task.id)' under \(engine) is solved before anything is done") }
        let solved = try attempt(task, task.solution, engine)
        if !solved.judgement.isSolved {
            let reasons = ([solved.failure].compactMap(\.self) + solved.judgement.reasons).joined(separator: "; ")
            fail(task.line, "the solution of '\(task.id)' under \(engine) does not solve it: \(reasons)")
        }
        checkPar(task, solved.judgement, engine)
        for wrong in task.wrong where try attempt(task, wrong.commands, engine).judgement.isSolved {
            fail(task.line, "'\(task.id)' under \(engine) is solved by '\(wrong.commands)', which is wrong: \(wrong.why)")
        }
    }

    private func attempt(
        _ task: LessonTask, _ commands: String, _ engine: String
    ) throws(UserError) -> (judgement: Playing.Judgement, failure: String?) {
        let bench = try Playing.fresh(lesson, engine: engine)
        let begun = Playing.run(task.start, on: bench)
        let log = CommandLog()
        bench.tutor = log
        let failure = begun.failure ?? Playing.run(commands, on: bench).failure
        bench.tutor = nil
        return (Playing.judge(task, bench, used: log.used), failure)
    }

    /// A task that is done by changing a program.
    private mutating func check(_ task: LessonTask, _ starter: String) throws(UserError) {
        func judge(_ name: String) throws(UserError) -> Playing.Judgement {
            guard let program = lesson.programs.first(where: { $0.name == name }) else {
                throw UserError(.badInput, "\(lesson.file):\(task.line): error: no block ```asm \(name) is in the lesson")
            }
            return try Playing.judge(program: starter, task, lesson, own: [starter: Array(program.text.utf8)])
        }
        if try judge(starter).isSolved { fail(task.line, "'\(task.id)' is solved by its starter") }
        let solved = try judge(task.solution)
        if !solved.isSolved {
            fail(task.line, "the solution of '\(task.id)' does not solve it: \(solved.reasons.joined(separator: "; "))")
        }
        checkPar(task, solved, lesson.engines.joined(separator: ", "))
        for wrong in task.wrong where try judge(wrong.commands).isSolved {
            fail(task.line, "'\(task.id)' is solved by \(wrong.commands), which is wrong: \(wrong.why)")
        }
    }

    private mutating func checkPar(_ task: LessonTask, _ judgement: Playing.Judgement, _ engine: String) {
        guard task.par != nil, judgement.isSolved else { return }
        if judgement.par?.reached != true {
            fail(
                task.line,
                "the solution of '\(task.id)' under \(engine) does not reach the par: \(judgement.par?.text ?? "no such counter")")
        }
    }

    // MARK: Size

    private mutating func checkSize() {
        for part in lesson.parts where !part.isUnseen {
            switch part {
            case .prose(let text): checkSize(part.shown, "prose that begins '\(text.prefix(40))'", 1)
            case .program(let program): checkSize(part.shown, "the program \(program.name)", program.line)
            case .transcript(let transcript):
                for entry in transcript.entries {
                    checkSize(([""] + entry.answer).joined(separator: "\n"), "what '\(entry.command)' shows", entry.line)
                }
            case .question(let question): checkSize(part.shown, "the question '\(question.id)'", question.line)
            case .task(let task): checkSize(part.shown, "the task '\(task.id)'", task.line)
            }
        }
    }

    private mutating func checkSize(_ text: String, _ what: String, _ line: Int) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.count > Self.mostLines {
            fail(line, "\(what) takes \(lines.count) lines; a terminal has room for \(Self.mostLines)")
        }
        if let long = lines.first(where: { $0.count > Self.mostColumns }) {
            fail(line, "\(what) has a line of \(long.count) columns; a terminal has \(Self.mostColumns): '\(long.prefix(60))…'")
        }
    }
}

/// Notes which commands are used, and gives no lessons.
private final class CommandLog: Tutor {
    private(set) var used: Set<String> = []
    func willCarryOut(_ command: Command) { used.insert(command.name) }
    func meaning(of line: String) -> TutorRequest? { nil }
    func carryOut(_ request: TutorRequest, on bench: Workbench) throws(UserError) -> Reply {
        throw UserError(.usage, "no lessons are given here")
    }
}

/// What came of proving lessons.
package struct CourseCheck: Sendable {
    package let checks: [LessonCheck]

    package init(_ lessons: [Lesson]) throws(UserError) {
        checks = try Parallel.map(lessons) { (lesson) throws(UserError) in try LessonCheck(lesson) }
    }

    package var failures: [String] { checks.flatMap(\.failures) }

    package var summary: String {
        let commands = checks.reduce(0) { $0 + $1.lesson.transcripts.reduce(0) { $0 + $1.entries.count } }
        let questions = checks.reduce(0) { $0 + $1.lesson.questions.count }
        let tasks = checks.reduce(0) { $0 + $1.lesson.tasks.count }
        return "\(checks.count) lessons, \(commands) commands, \(questions) questions, \(tasks) tasks: "
            + (failures.isEmpty ? "all as they say" : "\(failures.count) not as they say")
    }
}
