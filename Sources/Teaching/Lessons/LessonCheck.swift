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
            if let long = shown.map({ $0.fitted() }).first(where: {
                $0.split(separator: "\n").contains { $0.count > Self.mostColumns }
            }) {
                fail(entry.line, "after '\(entry.command)' comes a line of \(long.count) columns: '\(long)'")
            }
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
                // A line that varies cannot be written anew: which variant would it be?
                guard let answer = answers[entry.line],
                    !lines[(entry.line - 1)..<(entry.line + entry.answer.count)].contains(where: { $0.contains("{{") })
                else { continue }
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
        for (engine, host) in lesson.machines {
            let machine = lesson.hosts.count > 1 ? "\(engine) on \(host)" : engine
            let begin = try attempt(task, task.starter ?? "", engine, host)
            if let failure = begin.failure { fail(task.line, "'\(task.id)' under \(machine) does not begin: \(failure)") }
            if begin.judgement.isSolved { fail(task.line, "'\(task.id)' under \(machine) is solved before anything is done") }
            let solved = try attempt(task, task.solution, engine, host)
            let reasons = [solved.failure].compactMap(\.self) + solved.judgement.reasons
            if !reasons.isEmpty {
                fail(
                    task.line,
                    "the solution of '\(task.id)' under \(machine) does not solve it: \(reasons.uniqued().joined(separator: "; "))")
            }
            checkPar(task, solved.judgement, machine)
            for wrong in task.wrong {
                let tried = try attempt(task, wrong.commands, engine, host)
                if let failure = tried.failure {
                    fail(task.line, "'\(wrong.commands)' of '\(task.id)' cannot be tried: \(failure)")
                }
                guard tried.judgement.isSolved else { continue }
                fail(task.line, "'\(task.id)' under \(machine) is solved by '\(wrong.commands)', which is wrong: \(wrong.why)")
            }
        }
    }

    /// What came of trying something.
    private struct Attempt {
        let judgement: Playing.Judgement
        /// It could not be carried out.
        let failure: String?
    }

    /// Tries commands, or the name of a program in the place of the starter.
    private func attempt(_ task: LessonTask, _ solution: String, _ engine: String, _ host: String) throws(UserError) -> Attempt {
        if let starter = task.starter {
            guard let program = lesson.programs.first(where: { $0.name == solution }) else {
                return Attempt(judgement: Playing.Judgement(), failure: "no block ```asm \(solution) is in the lesson")
            }
            let own = [starter: Array(program.text.utf8)]
            let judgement = try Playing.judge(program: starter, task, lesson, engine, host, own: own)
            return Attempt(judgement: judgement, failure: judgement.isRunnable ? nil : judgement.reasons.joined(separator: "\n"))
        }
        let bench = try Playing.fresh(lesson, engine: engine, host: host)
        let begun = Playing.run(task.start, on: bench)
        let log = CommandLog()
        bench.tutor = log
        let failure = begun.failure ?? Playing.run(solution, on: bench).failure
        bench.tutor = nil
        return Attempt(judgement: Playing.judge(task, bench, used: log.used), failure: failure)
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

/// What came of proving lessons, each in all of its variants.
package struct CourseCheck: Sendable {
    package let checks: [LessonCheck]
    private let problems: [String]
    private let lessons: Int

    /// `problems`: what is known to be wrong with the course. With `seed`, only that variant is proved.
    package init(_ lessons: [Lesson], problems: [String] = [], seed: Int? = nil) throws(UserError) {
        (self.problems, self.lessons) = (problems, lessons.count)
        var variants = lessons
        if seed == nil {
            for lesson in lessons {
                for seed in 1..<max(2, lesson.variants) where seed < lesson.variants {
                    variants.append(try Course.lesson(lesson.file, seed: seed))
                }
            }
        }
        checks = try Parallel.map(variants) { (lesson) throws(UserError) in try LessonCheck(lesson) }
    }

    package var failures: [String] { (problems + checks.flatMap(\.failures)).uniqued() }

    package var summary: String {
        let lessons = checks.prefix(lessons).map(\.lesson)
        let commands = lessons.reduce(0) { $0 + $1.transcripts.reduce(0) { $0 + $1.entries.count } }
        let questions = lessons.reduce(0) { $0 + $1.questions.count }
        let tasks = lessons.reduce(0) { $0 + $1.tasks.count }
        return [
            lessons.count.counted("lesson"), commands.counted("command"), questions.counted("question"), tasks.counted("task"),
        ].joined(separator: ", ") + ": " + (failures.isEmpty ? "all as they say" : "\(failures.count) not as they say")
    }
}
