import Foundation
import Playground

// What a learner does with questions and tasks.
extension LessonPlayer {
    /// Brings the machine to where a task begins. What is said of it.
    func begin(_ task: LessonTask, _ running: Running, _ bench: Workbench) throws(UserError) -> [String] {
        var lines: [String] = []
        if let starter = task.starter, let program = running.lesson.programs.first(where: { $0.name == starter }) {
            bench.files.own[starter] = nil
            lines += ["", try keep(program).wrapped]
        }
        let start = task.start.split(separator: "\n").map { "> " + $0 }
        if !start.isEmpty { lines += [""] + start + Playing.lines(Playing.run(task.start, on: bench).shown) }
        running.used = []
        return lines
    }

    /// Gives the learner a file of a program, unless there is one already. What is said of it.
    private func keep(_ program: Lesson.Program) throws(UserError) -> String {
        let change = "change it with your editor, and try it with 'load \(program.name)' and 'run'."
        if FileManager.default.fileExists(atPath: program.name) {
            return try Files.read(program.name) == Array(program.text.utf8)
                ? "The program is in the file \(program.name) here; \(change)"
                : "Your \(program.name) is here, as you left it; \(change) 'retry' puts the lesson's in its place."
        }
        try Files.write(Array(program.text.utf8), to: program.name)
        return "The program has been written to the file \(program.name) here; \(change)"
    }

    func answer(_ text: String, _ running: Running, _ bench: Workbench) throws(UserError) -> String {
        guard case .question(let question) = running.open else {
            throw UserError(
                .usage,
                "answer: no question waits for one; \(running.open == nil ? "'next' goes on" : "'check' has the task judged")")
        }
        let truth = try Playing.truth(of: question, running.lesson)
        guard try isRight(text, question, truth.number, bench) else {
            note { $0.tries[question.id, default: 0] += 1 }
            return "'\(text.printable)' is not it. Try again; 'hint' helps, 'skip' leaves the question."
        }
        close(question.id, .solved, running, bench)
        return done(["Right: \(truth.text).".wrapped, question.why.wrapped, "", "'next' goes on."], running)
    }

    private func isRight(_ text: String, _ question: Question, _ right: UInt64, _ bench: Workbench) throws(UserError) -> Bool {
        if case .choice(let choices, _) = question.answer {
            let named = choices.indices.filter { choices[$0].lowercased().contains(text.lowercased()) }
            let exact = choices.firstIndex { $0.lowercased() == text.lowercased() }
            guard let chosen = Int(text) ?? (exact ?? (named.count == 1 ? named[0] : nil)).map({ $0 + 1 }),
                1...choices.count ~= chosen
            else {
                throw UserError(
                    .usage, "answer: '\(text.printable)' is none of the choices; answer with a number from 1 to \(choices.count)")
            }
            return chosen == right
        }
        let isReckoned = text.first?.isNumber == true && text.allSatisfy { $0.isHexDigit || "x_,+-*/ ".contains($0) }
        let session = try? bench.session
        let value = isReckoned ? session.flatMap { session in (try? ValueReader.value(text, session))?.read(session) } : nil
        guard let number = value ?? ValueReader.number(text) else {
            throw UserError(
                .usage, "answer: '\(text.printable)' is no number; write it without a unit, such as 1200, 0x4b0 or 3 * 400")
        }
        return Playing.isNear(number, right, percent: question.tolerance)
    }

    func check(_ running: Running, _ bench: Workbench) throws(UserError) -> String {
        guard case .task(let task) = running.open else {
            throw UserError(
                .usage,
                "check: no task waits to be done; \(running.open == nil ? "'next' goes on" : "'answer …' answers the question")")
        }
        let judgement =
            if let starter = task.starter {
                try Playing.judge(program: starter, task, running.lesson, isInterrupted: bench.isInterrupted)
            } else {
                Playing.judge(task, bench, used: running.used)
            }
        guard judgement.isSolved else {
            note { $0.tries[task.id, default: 0] += 1 }
            // A diagnostic has its own lines.
            let reasons = judgement.reasons.map { $0.contains("\n") ? $0 : $0.wrapped(indent: 2) }
            return (["Not yet:"] + reasons + ["'hint' helps, 'retry' begins anew."]).joined(separator: "\n")
        }
        close(task.id, .solved, running, bench)
        let par = judgement.par.map { " \($0.text)." } ?? ""
        return done(["Done.\(par) The machine is as it was before the task.".wrapped, "'next' goes on."], running)
    }

    private func done(_ lines: [String], _ running: Running) -> String {
        let text = lines.joined(separator: "\n")
        running.said += "\n\n" + text
        return text
    }

    /// The question or task is over.
    private func close(_ id: String, _ outcome: LessonProgress.Outcome, _ running: Running, _ bench: Workbench) {
        bench.restore(running.place)
        bench.files.own = Playing.programs(of: running.lesson)
        (running.open, running.isMoved) = (nil, false)
        note { own in
            own.part = running.next
            own.outcomes[id] = own.outcomes[id].map { $0.followed(by: outcome) } ?? outcome
        }
    }

    func hint(_ running: Running) throws(UserError) -> String {
        let exercise = try Self.exercise(running)
        let taken = progress.lessons[running.lesson.id]?.hints[exercise.id] ?? 0
        guard taken < exercise.hints.count else {
            return "There are no more hints: 'again' shows those taken, 'solution' how it can be done."
        }
        note { $0.hints[exercise.id] = taken + 1 }
        return Self.hint(taken + 1, of: exercise.hints.count, exercise.hints[taken])
    }

    static func hint(_ number: Int, of count: Int, _ text: String) -> String {
        "Hint \(number) of \(count): \(text)".wrapped
    }

    private static func exercise(_ running: Running) throws(UserError) -> Lesson.Part {
        guard let open = running.open else { throw UserError(.usage, "nothing waits to be done; 'next' goes on") }
        return open
    }

    /// Begins a task anew; or goes back to the exercise that has just been left.
    func retry(_ running: Running, _ bench: Workbench) throws(UserError) -> String {
        if running.open == nil, let last = running.parts[..<running.next].last?.part, last.isExercise {
            running.next -= 1
            return try next(running, bench)
        }
        guard case .task(let task) = running.open else {
            throw UserError(
                .usage,
                "retry: \(running.open == nil ? "no task waits to be done" : "a question waits: 'answer …'"); 'lesson \(running.lesson.id) "
                    + "EXERCISE' goes to another (\(running.lesson.exercises.joined(separator: ", ")))")
        }
        bench.restore(running.place)
        var lines = ["The task begins anew."]
        if let starter = task.starter, FileManager.default.fileExists(atPath: starter),
            (try? Files.read(starter)) != running.lesson.program(starter)
        {
            lines.append("What you had in \(starter) is kept in \(try Files.putAside(starter)).")
        }
        return (lines + (try begin(task, running, bench))).joined(separator: "\n")
    }

    func solution(_ running: Running, _ bench: Workbench) throws(UserError) -> String {
        let exercise = try Self.exercise(running)
        var lines: [String] = []
        switch exercise {
        case .question(let question):
            let truth = try Playing.truth(of: question, running.lesson)
            lines = ["The answer: \(truth.text).".wrapped, question.why.wrapped]
        case .task(let task):
            lines = ["It can be done like this:", ""] + Playing.lines(running.lesson.solution(of: task)).map { "    " + $0 }
        case .prose, .program, .transcript: break
        }
        close(exercise.id, .shown, running, bench)
        return done(lines + ["", "It does not count as solved. 'next' goes on."], running)
    }

    func skip(_ running: Running, _ bench: Workbench) throws(UserError) -> String {
        let id = try Self.exercise(running).id
        close(id, .skipped, running, bench)
        return "Left without credit. 'next' goes on; 'lesson \(running.lesson.id) \(id)' comes back to it."
    }
}
