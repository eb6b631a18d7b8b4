import Foundation
import Playground

/// Gives lessons at a workbench: one part after the other, with what the learner does in between.
package final class LessonPlayer: Tutor {
    private let folder: String
    private let seed: Int
    /// Where progress is kept; `nil`: nowhere.
    private let progressPath: String?
    private var progress = LessonProgress()
    private var running: Running?

    /// A lesson that is being given.
    private struct Running {
        let lesson: Lesson
        /// Each with the title of its step before the step's first.
        let parts: [(title: String?, part: Lesson.Part)]
        var next: Int
        /// The question or task that waits for the learner.
        var open: Lesson.Part?
        /// The machine as it was when the task began, for when it is over.
        var before: Workbench.State?
        /// Names of the commands used since the task began.
        var used: Set<String> = []
        /// Where `play` left it.
        var left: Workbench.State?

        init(_ lesson: Lesson, at next: Int) {
            self.lesson = lesson
            parts = lesson.steps.flatMap { step in
                step.parts.enumerated().map { ($0.offset == 0 && !step.title.isEmpty ? step.title : nil, $0.element) }
            }
            self.next = min(next, parts.count)
        }
    }

    package init(folder: String = Course.folder, seed: Int = 0, progress path: String?) {
        (self.folder, self.seed, progressPath) = (folder, seed, path)
    }

    package func willCarryOut(_ command: Command) { running?.used.insert(command.name) }

    /// A number answers the question that waits.
    package func meaning(of line: String) -> TutorRequest? {
        guard case .question = running?.open, running?.left == nil, line.first?.isNumber == true else { return nil }
        return .answer(line)
    }

    package func carryOut(_ request: TutorRequest, on bench: Workbench) throws(UserError) -> Reply {
        Reply(try text(request, bench))
    }

    private func text(_ request: TutorRequest, _ bench: Workbench) throws(UserError) -> String {
        switch request {
        case .lesson(nil, _): return try list()
        case .lesson(let id?, let again): return try take(up: id, again: again, bench)
        case .again: return Self.lastShown(try current(), progress)
        case .hint: return try hint()
        case .play: return try play(bench)
        case .leavePlay: return try leavePlay(bench)
        default: break
        }
        if running?.left != nil { throw UserError(.usage, "you are playing; 'return' goes back to the lesson first") }
        switch request {
        case .next: return try next(bench)
        case .answer(let text): return try answer(text, bench)
        case .check: return try check(bench)
        case .retry: return try retry(bench)
        case .solution: return try solution(bench)
        default: return try skip(bench)
        }
    }

    // MARK: Lessons

    private func list() throws(UserError) -> String {
        try readProgress()
        let lessons = try Course(folder: folder, seed: seed).lessons
        let lines = lessons.enumerated().map { number, lesson in
            let own = progress.lessons[lesson.id]
            let solved = own?.outcomes.values.count { $0 == .solved } ?? 0
            let state = own == nil ? "" : "  \(solved) of \(lesson.exercises.count) solved"
            return lesson.line(number + 1) + state
        }
        return (lines + ["", "'lesson ID' takes one up."]).joined(separator: "\n")
    }

    private func take(up id: String, again: Bool, _ bench: Workbench) throws(UserError) -> String {
        let note = try readProgress()
        let lesson = try Course(folder: folder, seed: seed).lesson(id)
        let own = progress.lessons[lesson.id] ?? LessonProgress.OfLesson()
        let missing = lesson.prerequisites.filter { progress.lessons[$0] == nil }
        var lines = [lesson.title, String(repeating: "=", count: lesson.title.count), ""]
        lines.append("About \(lesson.minutes) minutes. 'next' goes on, 'again' shows the same again.")
        if !missing.isEmpty { lines.append("It builds on \(missing.joined(separator: ", ")).") }
        if let note { lines.append(note) }
        try Playing.begin(lesson, on: bench)
        let running = Running(lesson, at: again || own.part >= lesson.parts.count ? 0 : own.part)
        self.running = running
        if again { try self.note { $0.hints = [:] } }
        if running.next > 0 {
            // What has been carried out before is carried out again, unseen.
            for (_, part) in running.parts[..<running.next] {
                if case .transcript(let transcript) = part {
                    for entry in transcript.entries { _ = Playing.run(entry.command, on: bench) }
                }
            }
            lines.append("Resumed where it was left; 'lesson \(lesson.id) again' begins anew.")
        }
        let isAtText = running.next > 0 && !running.parts[running.next].part.isExercise
        return lines.map(\.wrapped).joined(separator: "\n") + "\n\n"
            + (isAtText ? Self.lastShown(running, progress) : try next(bench))
    }

    /// What the lesson is at, as it was said: the exercise with the hints taken, or else the last part.
    private static func lastShown(_ running: Running, _ progress: LessonProgress) -> String {
        guard let open = running.open else {
            let shown = running.parts[..<running.next].last { !$0.part.isUnseen }
            return (heading(shown?.title) + [shown?.part.shown ?? "", "", "'next' goes on."]).joined(separator: "\n")
        }
        let taken = progress.lessons[running.lesson.id]?.hints[open.id] ?? 0
        let hints = open.hints.prefix(taken).enumerated().map { hint($0.offset + 1, of: open.hints.count, $0.element) }
        return ([open.shown, ""] + hints + [invitation(open)]).joined(separator: "\n")
    }

    private static func heading(_ title: String?) -> [String] {
        title.map { [$0, String(repeating: "-", count: $0.count), ""] } ?? []
    }

    private static func hint(_ number: Int, of count: Int, _ text: String) -> String {
        "Hint \(number) of \(count): \(text)".wrapped
    }

    private func current() throws(UserError) -> Running {
        guard let running else { throw UserError(.usage, "no lesson is taken up; 'lesson' lists them, 'lesson ID' takes one up") }
        return running
    }

    // MARK: Going on

    private func next(_ bench: Workbench) throws(UserError) -> String {
        var running = try current()
        if let open = running.open {
            let waiting =
                open.isTask ? "the task waits to be done: 'check' has it judged" : "the question waits for an answer: 'answer …'"
            throw UserError(.usage, "next: \(waiting); 'again' shows it, 'hint' helps, and 'skip' leaves it without credit")
        }
        guard running.next < running.parts.count else { return try end(running) }
        let (title, part) = running.parts[running.next]
        var lines = Self.heading(title)
        switch part {
        case .prose, .program: lines.append(part.shown)
        case .transcript(let transcript):
            for entry in transcript.entries {
                lines.append("> \(entry.command)")
                lines += Playing.lines(Playing.run(entry.command, on: bench).shown)
            }
        case .question:
            lines.append(part.shown)
            running.open = part
        case .task(let task):
            lines.append(part.shown)
            lines += try begin(task, &running, bench)
            running.open = part
        }
        running.next += 1
        self.running = running
        try note { $0.part = running.open == nil ? running.next : running.next - 1 }
        if part.isUnseen { return try next(bench) }
        let isLast = running.next == running.parts.count && running.open == nil
        lines += ["", running.open != nil ? Self.invitation(running.open!) : isLast ? try end(running) : "'next' goes on."]
        return lines.joined(separator: "\n")
    }

    private func end(_ running: Running) throws(UserError) -> String {
        let outcomes = progress.lessons[running.lesson.id]?.outcomes ?? [:]
        let solved = running.lesson.exercises.count { outcomes[$0] == .solved }
        try note { $0.part = running.parts.count }
        let course = try Course(folder: folder, seed: seed).lessons
        let index = course.firstIndex { $0.id == running.lesson.id } ?? course.count
        let following = index + 1 < course.count ? "; the next is 'lesson \(course[index + 1].id)'" : ""
        return "The lesson is at its end: \(solved) of \(running.lesson.exercises.count) solved\(following)."
    }

    private static func invitation(_ part: Lesson.Part) -> String {
        part.isTask ? "'check' has it judged, 'hint' helps, 'retry' begins anew." : "'answer …' answers, 'hint' helps."
    }

    /// Brings the machine to where a task begins. What is said of it.
    private func begin(_ task: LessonTask, _ running: inout Running, _ bench: Workbench) throws(UserError) -> [String] {
        running.before = bench.state
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
        if let own = FileManager.default.contents(atPath: program.name) {
            return own == Data(program.text.utf8)
                ? "The program is in the file \(program.name) here; \(change)"
                : "Your \(program.name) is here, as you left it; \(change) 'retry' puts the lesson's in its place."
        }
        try Files.write(Array(program.text.utf8), to: program.name)
        return "The program has been written to the file \(program.name) here; \(change)"
    }

    // MARK: Answers

    private func answer(_ text: String, _ bench: Workbench) throws(UserError) -> String {
        let running = try current()
        guard case .question(let question) = running.open else {
            throw UserError(.usage, "answer: no question waits for one; 'next' goes on")
        }
        let truth = try Playing.truth(of: question, running.lesson)
        guard try isRight(text, question, truth.number, bench) else {
            return "'\(text.printable)' is not it. Try again; 'hint' helps, 'skip' leaves the question."
        }
        try close(question.id, .solved, bench)
        return ["Right: \(truth.text).".wrapped, question.why.wrapped, "", "'next' goes on."].joined(separator: "\n")
    }

    private func isRight(_ text: String, _ question: Question, _ right: UInt64, _ bench: Workbench) throws(UserError) -> Bool {
        if case .choice(let choices, _) = question.answer {
            let named = choices.firstIndex { $0.lowercased() == text.lowercased() }.map { $0 + 1 }
            guard let chosen = named ?? Int(text), 1...choices.count ~= chosen else {
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

    private func check(_ bench: Workbench) throws(UserError) -> String {
        let running = try current()
        guard case .task(let task) = running.open else {
            throw UserError(.usage, "check: no task waits to be done; 'next' goes on")
        }
        let judgement: Playing.Judgement
        if let starter = task.starter {
            judgement = try Playing.judge(program: starter, task, running.lesson, own: [:])
        } else {
            judgement = Playing.judge(task, bench, used: running.used)
        }
        guard judgement.isSolved else {
            // A diagnostic has its own lines.
            let reasons = judgement.reasons.map { $0.contains("\n") ? $0 : $0.wrapped(indent: 2) }
            return (["Not yet:"] + reasons + ["'hint' helps, 'retry' begins anew."]).joined(separator: "\n")
        }
        try close(task.id, .solved, bench)
        let par = judgement.par.map { " \($0.text)." } ?? ""
        return "Done.\(par) The machine is as it was before the task; 'next' goes on.".wrapped
    }

    /// The question or task is over.
    private func close(_ id: String, _ outcome: LessonProgress.Outcome, _ bench: Workbench) throws(UserError) {
        guard var running else { return }
        if let before = running.before { bench.restore(before) }
        (running.open, running.before) = (nil, nil)
        self.running = running
        let next = running.next
        try note { own in
            own.part = next
            // Once solved, it stays so; what was shown or skipped can still be done later.
            let known = own.outcomes[id]
            own.outcomes[id] = known == .solved || known == .shown && outcome == .solved ? known : outcome
        }
    }

    private func hint() throws(UserError) -> String {
        let running = try current()
        let exercise = try Self.exercise(running)
        let taken = progress.lessons[running.lesson.id]?.hints[exercise.id] ?? 0
        guard taken < exercise.hints.count else {
            return "There are no more hints: 'again' shows those taken, 'solution' how it can be done."
        }
        try note { $0.hints[exercise.id] = taken + 1 }
        return Self.hint(taken + 1, of: exercise.hints.count, exercise.hints[taken])
    }

    private static func exercise(_ running: Running) throws(UserError) -> Lesson.Part {
        guard let open = running.open else { throw UserError(.usage, "nothing waits to be done; 'next' goes on") }
        return open
    }

    private func retry(_ bench: Workbench) throws(UserError) -> String {
        var running = try current()
        guard case .task(let task) = running.open, let before = running.before else {
            throw UserError(.usage, "retry: no task waits to be done")
        }
        bench.restore(before)
        var lines = ["The task begins anew."]
        if let starter = task.starter, FileManager.default.contents(atPath: starter) != running.lesson.program(starter) {
            lines.append("What you had in \(starter) is kept in \(try Files.putAside(starter)).")
        }
        lines += try begin(task, &running, bench)
        self.running = running
        return lines.joined(separator: "\n")
    }

    private func solution(_ bench: Workbench) throws(UserError) -> String {
        let running = try current()
        switch running.open {
        case .question(let question):
            let truth = try Playing.truth(of: question, running.lesson)
            try close(question.id, .shown, bench)
            return (["The answer: \(truth.text).", question.why.wrapped, "", "It does not count as solved. 'next' goes on."])
                .joined(
                    separator: "\n")
        case .task(let task):
            try close(task.id, .shown, bench)
            let lines = Playing.lines(running.lesson.solution(of: task)).map { "    " + $0 }
            return (["It can be done like this:", ""] + lines + ["", "It does not count as solved. 'next' goes on."]).joined(
                separator: "\n")
        default: throw UserError(.usage, "solution: nothing waits to be done; 'next' goes on")
        }
    }

    private func skip(_ bench: Workbench) throws(UserError) -> String {
        try close(try Self.exercise(try current()).id, .skipped, bench)
        return "Left without credit. 'next' goes on."
    }

    // MARK: Playing freely

    private func play(_ bench: Workbench) throws(UserError) -> String {
        var running = try current()
        if running.left == nil { running.left = bench.state }
        self.running = running
        return "Do as you like; 'return' brings everything back to how it is now."
    }

    private func leavePlay(_ bench: Workbench) throws(UserError) -> String {
        var running = try current()
        guard let left = running.left else { throw UserError(.usage, "return: you are in the lesson already") }
        bench.restore(left)
        running.left = nil
        self.running = running
        return "Back in the lesson. " + (running.open.map(Self.invitation) ?? "'next' goes on.")
    }

    // MARK: Progress

    @discardableResult private func readProgress() throws(UserError) -> String? {
        guard let progressPath else { return nil }
        let (progress, note) = LessonProgress.read(progressPath)
        self.progress = progress
        return note
    }

    private func note(_ change: (inout LessonProgress.OfLesson) -> Void) throws(UserError) {
        guard let running else { return }
        var own = progress.lessons[running.lesson.id] ?? LessonProgress.OfLesson()
        change(&own)
        progress.lessons[running.lesson.id] = own
        if let progressPath { try progress.write(to: progressPath) }
    }
}
