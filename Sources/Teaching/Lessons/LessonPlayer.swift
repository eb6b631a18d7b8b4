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
        /// Programs that the learner has files of, which stand before the lesson's.
        var owned: Set<String> = []
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

    package func carryOut(_ request: TutorRequest, on bench: Workbench) throws(UserError) -> Reply {
        switch request {
        case .lesson(let id, let again):
            guard let id else { return Reply(try list()) }
            return Reply(try take(up: id, again: again, bench))
        case .next: return Reply(try next(bench))
        case .answer(let text): return Reply(try answer(text, bench))
        case .check: return Reply(try check(bench))
        case .hint: return Reply(try hint())
        case .retry: return Reply(try retry(bench))
        case .solution: return Reply(try solution(bench))
        case .skip: return Reply(try skip(bench))
        case .play: return Reply(try play(bench))
        case .leavePlay: return Reply(try leavePlay(bench))
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
            return "\(number + 1)".leftPadded(3) + "  " + lesson.id.padded(19) + lesson.title.padded(42)
                + "\(lesson.minutes) min".leftPadded(7)
                + state
        }
        return (lines + ["", "'lesson ID' takes one up."]).joined(separator: "\n")
    }

    private func take(up id: String, again: Bool, _ bench: Workbench) throws(UserError) -> String {
        let note = try readProgress()
        let lesson = try Course(folder: folder, seed: seed).lesson(id)
        let own = progress.lessons[lesson.id] ?? LessonProgress.OfLesson()
        let missing = lesson.prerequisites.filter { progress.lessons[$0] == nil }
        var lines = [lesson.title, String(repeating: "=", count: lesson.title.count), ""]
        lines.append(
            "About \(lesson.minutes) minutes. 'next' goes on, 'hint' helps, 'play' lets you try something else, 'return' comes back."
        )
        if !missing.isEmpty { lines.append("It builds on \(missing.joined(separator: ", ")).") }
        if let note { lines.append(note) }
        try Playing.begin(lesson, on: bench)
        var running = Running(lesson, at: again || own.part >= lesson.parts.count ? 0 : own.part)
        if running.next > 0 {
            // What has been carried out before is carried out again, unseen.
            for (_, part) in running.parts[..<running.next] {
                if case .transcript(let transcript) = part {
                    for entry in transcript.entries { _ = Playing.run(entry.command, on: bench) }
                }
            }
            lines.append("Resumed where it was left; 'next' goes on, 'lesson \(lesson.id) again' begins anew.")
        }
        running.open = nil
        self.running = running
        if running.next > 0 { return lines.map(\.wrapped).joined(separator: "\n") }
        return lines.map(\.wrapped).joined(separator: "\n") + "\n\n" + (try next(bench))
    }

    private func current() throws(UserError) -> Running {
        guard let running else { throw UserError(.usage, "no lesson is taken up; 'lesson' lists them, 'lesson ID' takes one up") }
        return running
    }

    // MARK: Going on

    private func next(_ bench: Workbench) throws(UserError) -> String {
        var running = try current()
        if running.left != nil { throw UserError(.usage, "next: you are playing; 'return' goes back to the lesson first") }
        if let open = running.open {
            throw UserError(.usage, "next: \(Self.waiting(open)); 'hint' helps, and 'skip' leaves it without credit")
        }
        guard running.next < running.parts.count else { return try end(running) }
        let (title, part) = running.parts[running.next]
        var lines = title.map { [$0, String(repeating: "-", count: $0.count), ""] } ?? []
        switch part {
        case .prose(let text): lines.append(Prose.flowed(text))
        case .program(let program):
            if program.isShown {
                lines += ["    \(program.name):", ""] + Playing.lines(program.text).map { "    " + $0 }
            }
        case .transcript(let transcript):
            for entry in transcript.entries {
                lines.append("> \(entry.command)")
                lines += Playing.lines(Playing.run(entry.command, on: bench).shown)
            }
        case .question(let question):
            lines.append(Self.text(of: question))
            running.open = part
        case .task(let task):
            lines.append(try begin(task, &running, bench))
            running.open = part
        }
        running.next += 1
        self.running = running
        try note { $0.part = running.open == nil ? running.next : running.next - 1 }
        if case .program(let program) = part, !program.isShown { return try next(bench) }
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

    private static func waiting(_ part: Lesson.Part) -> String {
        if case .task = part { return "the task waits to be done: 'check' has it judged" }
        return "the question waits for an answer: 'answer …'"
    }

    private static func invitation(_ part: Lesson.Part) -> String {
        if case .task = part { return "'check' has it judged, 'hint' helps, 'retry' begins anew." }
        return "'answer …' answers, 'hint' helps."
    }

    private static func text(of question: Question) -> String {
        var lines = [Prose.flowed(question.text)]
        if case .choice(let choices, _) = question.answer {
            lines += [""] + choices.enumerated().map { "  \($0.offset + 1)  \($0.element)" }
        }
        return lines.joined(separator: "\n")
    }

    private func begin(_ task: LessonTask, _ running: inout Running, _ bench: Workbench) throws(UserError) -> String {
        running.before = bench.state
        var lines = [Prose.flowed(task.text)]
        if let starter = task.starter, let program = running.lesson.programs.first(where: { $0.name == starter }) {
            try keep(program)
            running.owned.insert(starter)
            bench.overlay[starter] = nil
            lines += [
                "",
                "The program is in the file \(starter) here; change it with your editor, and try it with 'load \(starter)' and 'run'."
                    .wrapped,
            ]
        }
        let shown = Playing.run(task.start, on: bench).shown
        running.used = []
        if !shown.isEmpty { lines += [""] + Playing.lines(shown) }
        return lines.joined(separator: "\n")
    }

    /// Gives the learner a file of a program, unless there is one already.
    private func keep(_ program: Lesson.Program) throws(UserError) {
        if FileManager.default.fileExists(atPath: program.name) { return }
        try Files.write(Array(program.text.utf8), to: program.name)
    }

    // MARK: Answers

    private func answer(_ text: String, _ bench: Workbench) throws(UserError) -> String {
        let running = try current()
        guard case .question(let question) = running.open else {
            throw UserError(.usage, "answer: no question waits for one; 'next' goes on")
        }
        let (isRight, truth) = try judge(text, question, running.lesson)
        guard isRight else {
            return "'\(text.printable)' is not it. Try again; 'hint' helps, 'skip' leaves the question."
        }
        try close(question.id, .solved, bench)
        return (["Right\(truth.isEmpty ? "" : ": \(truth)").".wrapped, question.why.wrapped, "", "'next' goes on."]).joined(
            separator: "\n")
    }

    private func judge(_ text: String, _ question: Question, _ lesson: Lesson) throws(UserError) -> (Bool, String) {
        switch question.answer {
        case .choice(let choices, let right):
            return (text == "\(right)" || text.lowercased() == choices[right - 1].lowercased(), choices[right - 1])
        case .number(let number, let tolerance):
            return (ValueReader.number(text).map { Playing.isNear($0, number, percent: tolerance) } ?? false, number.grouped)
        case .measured(let commands, let value, let tolerance):
            let right = try Playing.measure(commands, value, on: try Playing.fresh(lesson))
            return (
                ValueReader.number(text).map { Playing.isNear($0, right, percent: tolerance) } ?? false,
                "it is \(right.grouped), by running it"
            )
        }
    }

    private func check(_ bench: Workbench) throws(UserError) -> String {
        let running = try current()
        guard case .task(let task) = running.open else {
            throw UserError(.usage, "check: no task waits to be done; 'next' goes on")
        }
        let judgement: Playing.Judgement
        if let starter = task.starter {
            judgement = try Playing.judge(program: starter, task, running.lesson, overlay: [:])
        } else {
            judgement = Playing.judge(task, bench, used: running.used)
        }
        guard judgement.isSolved else {
            return (["Not yet:"] + judgement.reasons.map { "  \($0)".wrapped(indent: 2) } + ["'hint' helps, 'retry' begins anew."])
                .joined(separator: "\n")
        }
        try close(task.id, .solved, bench)
        return (["Done." + (judgement.par.map { " \($0.text)." } ?? ""), "'next' goes on."]).joined(separator: "\n")
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
        let (id, hints) = try Self.exercise(running)
        let taken = progress.lessons[running.lesson.id]?.hints[id] ?? 0
        guard taken < hints.count else { return "There are no more hints; 'solution' shows how it can be done." }
        try note { $0.hints[id] = taken + 1 }
        return "Hint \(taken + 1) of \(hints.count): \(hints[taken])".wrapped
    }

    private static func exercise(_ running: Running) throws(UserError) -> (id: String, hints: [String]) {
        switch running.open {
        case .question(let question): return (question.id, question.hints)
        case .task(let task): return (task.id, task.hints)
        default: throw UserError(.usage, "nothing waits to be done; 'next' goes on")
        }
    }

    private func retry(_ bench: Workbench) throws(UserError) -> String {
        var running = try current()
        guard case .task(let task) = running.open, let before = running.before else {
            throw UserError(.usage, "retry: no task waits to be done")
        }
        bench.restore(before)
        let text = try begin(task, &running, bench)
        self.running = running
        return text
    }

    private func solution(_ bench: Workbench) throws(UserError) -> String {
        let running = try current()
        switch running.open {
        case .question(let question):
            let (_, truth) = try judge("", question, running.lesson)
            try close(question.id, .shown, bench)
            return (["The answer: \(truth).", question.why.wrapped, "", "It does not count as solved. 'next' goes on."]).joined(
                separator: "\n")
        case .task(let task):
            let program = running.lesson.programs.first { $0.name == task.solution }
            try close(task.id, .shown, bench)
            let lines = Playing.lines(program?.text ?? task.solution).map { "    " + $0 }
            return (["It can be done like this:", ""] + lines + ["", "It does not count as solved. 'next' goes on."]).joined(
                separator: "\n")
        default: throw UserError(.usage, "solution: nothing waits to be done; 'next' goes on")
        }
    }

    private func skip(_ bench: Workbench) throws(UserError) -> String {
        let (id, _) = try Self.exercise(try current())
        try close(id, .skipped, bench)
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
