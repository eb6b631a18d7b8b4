import Foundation
import Playground

/// Gives lessons at a workbench: one part after the other, with what the learner does in between.
package final class LessonPlayer: Tutor {
    private let folder: String
    /// Chooses among the variants, and is kept with the lesson; without it, what the lesson was begun with.
    private let seed: Int?
    /// Where progress is kept; `nil`: nowhere.
    private let progressPath: String?
    private(set) var progress = LessonProgress()
    private(set) var running: Running?
    /// What the learner should know besides the answer.
    private var warnings: [String] = []

    /// A lesson that is being given.
    final class Running {
        let lesson: Lesson
        /// Each with the title of its step before the step's first.
        let parts: [(title: String?, part: Lesson.Part)]
        var next: Int
        /// The question or task that waits for the learner.
        var open: Lesson.Part?
        /// The machine where the lesson has left it.
        var place: Workbench.State
        /// The learner has moved it since.
        var isMoved = false
        /// Names of the commands used since the task began.
        var used: Set<String> = []
        /// Where `play` left it, and with which commands used.
        var left: (state: Workbench.State, used: Set<String>)?
        /// What was said last of the part at hand.
        var said = ""

        init(_ lesson: Lesson, at next: Int, _ bench: Workbench) {
            self.lesson = lesson
            parts = lesson.steps.flatMap { step in
                step.parts.enumerated().map { ($0.offset == 0 && !step.title.isEmpty ? step.title : nil, $0.element) }
            }
            self.next = next
            place = bench.state
        }
    }

    package init(folder: String = Course.folder, seed: Int? = nil, progress path: String?) {
        (self.folder, self.seed, progressPath) = (folder, seed, path)
    }

    package func willCarryOut(_ command: Command) {
        running?.used.insert(command.name)
        if [.setup, .running, .travel].contains(command.group) { running?.isMoved = true }
    }

    /// A number answers the question that waits.
    package func meaning(of line: String) -> TutorRequest? {
        guard case .question = running?.open, running?.left == nil, line.first?.isNumber == true else { return nil }
        return .answer(line)
    }

    package func carryOut(_ request: TutorRequest, on bench: Workbench) throws(UserError) -> Reply {
        let text = try text(request, bench)
        defer { warnings = [] }
        return Reply((warnings.map { "note: \($0)".wrapped } + [text]).joined(separator: "\n"))
    }

    private func text(_ request: TutorRequest, _ bench: Workbench) throws(UserError) -> String {
        switch request {
        case .lesson(let id, let place):
            // As it is said on the command line, too.
            if id == "play", let place { return try take(up: place, at: nil, bench) }
            guard let id, id != "list" else { return try list() }
            return try take(up: id, at: place, bench)
        case .again: return again(try current())
        case .hint: return try hint(try current())
        case .play: return try play(bench)
        case .leavePlay: return try leavePlay(bench)
        case .next: return try next(try inLesson(), bench)
        case .answer(let text): return try answer(text, try inLesson(), bench)
        case .check: return try check(try inLesson(), bench)
        case .retry: return try retry(try inLesson(), bench)
        case .solution: return try solution(try inLesson(), bench)
        case .skip: return try skip(try inLesson(), bench)
        }
    }

    private func current() throws(UserError) -> Running {
        guard let running else { throw UserError(.usage, "no lesson is taken up; 'lesson' lists them, 'lesson ID' takes one up") }
        return running
    }

    private func inLesson() throws(UserError) -> Running {
        let running = try current()
        if running.left != nil { throw UserError(.usage, "you are playing; 'return' goes back to the lesson first") }
        return running
    }

    // MARK: Lessons

    private func list() throws(UserError) -> String {
        try readProgress()
        let course = try Course(folder: folder, seed: seed ?? 0)
        warnings += course.problems
        let lines = course.lessons.enumerated().map { number, lesson in
            let own = progress.lessons[lesson.id]
            return lesson.line(number + 1) + (own.map { "  \($0.solved(of: lesson.exercises))/\(lesson.exercises.count)" } ?? "")
        }
        return (lines + ["", "'lesson ID' takes one up. Behind those begun: how much is solved."]).joined(separator: "\n")
    }

    /// `place`: the id of an exercise, or `again`.
    private func take(up id: String, at place: String?, _ bench: Workbench) throws(UserError) -> String {
        try readProgress()
        var lesson = try Course(folder: folder, seed: seed ?? 0).lesson(id)
        let own = progress.lessons[lesson.id] ?? LessonProgress.OfLesson()
        if seed == nil, own.seed != 0 { lesson = try Course(folder: folder, seed: own.seed).lesson(lesson.id) }
        let start = try Self.start(of: lesson, own, place)
        try Playing.begin(lesson, on: bench)
        let running = Running(lesson, at: start, bench)
        self.running = running
        note { own in
            own.seed = seed ?? own.seed
            if place == "again" { own.hints = [:] }
        }
        // What has been carried out before is carried out again, unseen.
        for (_, part) in running.parts[..<start] {
            if case .transcript(let transcript) = part { transcript.entries.forEach { _ = Playing.run($0.command, on: bench) } }
        }
        settle(running, bench)
        var lines = [lesson.title, String(repeating: "=", count: lesson.title.count), ""]
        lines.append("About \(lesson.minutes) minutes. 'next' goes on, 'again' shows the same again.")
        let missing = lesson.prerequisites.filter { progress.lessons[$0] == nil }
        if !missing.isEmpty { lines.append("It builds on \(missing.joined(separator: ", ")).") }
        if start > 0, place == nil { lines.append("Resumed where it was left; 'lesson \(lesson.id) again' begins anew.") }
        return lines.map(\.wrapped).joined(separator: "\n") + "\n\n" + (try next(running, bench))
    }

    /// The part that is shown first: what was shown last, unless that was an exercise which is done.
    private static func start(of lesson: Lesson, _ own: LessonProgress.OfLesson, _ place: String?) throws(UserError) -> Int {
        let parts = lesson.parts
        if let place, place != "again" {
            if let index = parts.firstIndex(where: { $0.id == place }) { return index }
            let exercises = lesson.exercises.joined(separator: ", ")
            throw UserError(.usage, "no exercise '\(place.printable)' in this lesson; there are \(exercises)")
        }
        guard place == nil, own.part > 0, own.part < parts.count else { return 0 }
        return parts[own.part].isExercise || parts[own.part - 1].isExercise ? own.part : own.part - 1
    }

    // MARK: Going on

    /// The lesson has brought the machine to where it is now.
    private func settle(_ running: Running, _ bench: Workbench) { (running.place, running.isMoved) = (bench.state, false) }

    func next(_ running: Running, _ bench: Workbench) throws(UserError) -> String {
        if let open = running.open {
            let waiting =
                open.isTask ? "the task waits to be done: 'check' has it judged" : "the question waits for an answer: 'answer …'"
            throw UserError(.usage, "next: \(waiting); 'again' shows it, 'hint' helps, and 'skip' leaves it without credit")
        }
        guard running.next < running.parts.count else { return try end(running) }
        if running.isMoved {
            bench.restore(running.place)
            running.isMoved = false
            warnings.append("the machine is back where the lesson had left it")
        }
        let (title, part) = running.parts[running.next]
        if part.isUnseen {
            running.next += 1
            return try next(running, bench)
        }
        var lines = title.map { [$0, String(repeating: "-", count: $0.count), ""] } ?? []
        lines += try carryOut(part, running, bench)
        running.next += 1
        note { $0.part = part.isExercise ? running.next - 1 : running.next }
        let isLast = running.parts[running.next...].allSatisfy(\.part.isUnseen) && running.open == nil
        lines += ["", part.isExercise ? Self.invitation(part) : isLast ? try end(running) : "'next' goes on."]
        running.said = lines.joined(separator: "\n")
        return running.said
    }

    private func carryOut(_ part: Lesson.Part, _ running: Running, _ bench: Workbench) throws(UserError) -> [String] {
        var lines: [String] = []
        switch part {
        case .prose, .program: lines.append(part.shown)
        case .transcript(let transcript):
            for entry in transcript.entries {
                lines.append("> \(entry.command)")
                lines += Playing.lines(Playing.run(entry.command, on: bench).shown)
            }
            settle(running, bench)
        case .question:
            lines.append(part.shown)
            running.open = part
        case .task(let task):
            settle(running, bench)
            lines.append(part.shown)
            lines += try begin(task, running, bench)
            running.open = part
        }
        return lines
    }

    private func end(_ running: Running) throws(UserError) -> String {
        let own = progress.lessons[running.lesson.id] ?? LessonProgress.OfLesson()
        let exercises = running.lesson.exercises
        note { $0.part = running.parts.count }
        let course = try Course(folder: folder, seed: seed ?? 0).lessons
        let index = course.firstIndex { $0.id == running.lesson.id } ?? course.count
        let following = index + 1 < course.count ? "; the next is 'lesson \(course[index + 1].id)'" : ""
        let left = exercises.filter { own.outcomes[$0] != .solved }
        let missing =
            left.isEmpty ? "" : " 'lesson \(running.lesson.id) EXERCISE' goes to one that is not: \(left.joined(separator: ", "))."
        return ("The lesson is at its end: \(own.solved(of: exercises)) of \(exercises.count) solved\(following)." + missing)
            .wrapped
    }

    private static func invitation(_ part: Lesson.Part) -> String {
        part.isTask ? "'check' has it judged, 'hint' helps, 'retry' begins anew." : "'answer …' answers, 'hint' helps."
    }

    /// What the lesson is at, as it was said, with the hints taken.
    private func again(_ running: Running) -> String {
        guard let open = running.open else { return running.said }
        let taken = progress.lessons[running.lesson.id]?.hints[open.id] ?? 0
        let hints = open.hints.prefix(taken).enumerated().map { Self.hint($0.offset + 1, of: open.hints.count, $0.element) }
        return ([running.said] + hints).joined(separator: "\n")
    }

    // MARK: Playing freely

    private func play(_ bench: Workbench) throws(UserError) -> String {
        let running = try current()
        if running.left != nil { return "You are playing already; 'return' goes back to where you began to." }
        running.left = (bench.state, running.used)
        return "Do as you like; 'return' brings everything back to how it is now."
    }

    private func leavePlay(_ bench: Workbench) throws(UserError) -> String {
        let running = try current()
        guard let left = running.left else { throw UserError(.usage, "return: you are in the lesson already") }
        bench.restore(left.state)
        (running.used, running.left) = (left.used, nil)
        return "Back in the lesson. " + (running.open.map(Self.invitation) ?? "'next' goes on.")
    }

    // MARK: Progress

    private func readProgress() throws(UserError) {
        guard let progressPath else {
            warnings.append("progress is not kept: there is no folder for it (XDG_STATE_HOME, or .local/state in HOME)")
            return
        }
        let (progress, note) = try LessonProgress.read(progressPath)
        self.progress = progress
        if let note { warnings.append(note) }
    }

    func note(_ change: (inout LessonProgress.OfLesson) -> Void) {
        guard let id = running?.lesson.id else { return }
        guard let progressPath else { return change(&progress.lessons[id, default: LessonProgress.OfLesson()]) }
        // Another session may have written since: what it knows stays.
        if let kept = try? LessonProgress.read(progressPath).progress { progress = kept }
        change(&progress.lessons[id, default: LessonProgress.OfLesson()])
        do throws(UserError) {
            try progress.write(to: progressPath)
        } catch {
            warnings.append("progress is not kept: \(error.text)")
        }
    }
}
