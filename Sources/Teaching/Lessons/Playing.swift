import Foundation
import Playground

/// Carrying out what a lesson says, and judging what came of it: the same for a learner's workbench and for the proof of a course.
enum Playing {
    /// Carries out a text of commands. Returns what was shown, and the first failure.
    static func run(_ commands: String, on bench: Workbench) -> (shown: String, failure: String?) {
        var (shown, failure) = ("", String?.none)
        let console = bench.console
        bench.console = { shown += String(decoding: $0, as: UTF8.self) }
        defer { bench.console = console }
        bench.execute(script: commands, name: nil, strict: true) { reply in
            shown += (reply.isFailure ? "error: " : "") + reply.text + "\n"
            if reply.isFailure { failure = reply.text }
        }
        return (shown, failure)
    }

    // MARK: Transcripts

    /// Whether lines are what a transcript shows: a line `…` stands for any lines, and within a line for any text.
    static func matches(_ lines: ArraySlice<String>, _ shown: ArraySlice<String>) -> Bool {
        guard let first = shown.first else { return lines.isEmpty }
        if first == "…" {
            let rest = shown.drop { $0 == "…" }
            return (lines.startIndex...lines.endIndex).contains { matches(lines[$0...], rest) }
        }
        guard let line = lines.first else { return false }
        return matches(line[...], pattern: first.split(separator: "…", omittingEmptySubsequences: false))
            && matches(lines.dropFirst(), shown.dropFirst())
    }

    /// The pieces follow each other in the line; the first begins it and the last ends it.
    private static func matches(_ line: Substring, pattern pieces: [Substring]) -> Bool {
        guard pieces.count > 1, let first = pieces.first, let last = pieces.last else { return line == pieces.first ?? "" }
        guard line.hasPrefix(first) else { return false }
        var rest = line.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }

    /// What is shown, as a transcript's lines: without spaces at their ends, and without empty lines at the end.
    static func lines(_ shown: String) -> [String] {
        var lines = shown.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).trimmingTrailing }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    // MARK: Questions

    /// What a measured answer is.
    static func measure(_ commands: String, _ value: String, on bench: Workbench) throws(UserError) -> UInt64 {
        if let failure = run(commands, on: bench).failure { throw UserError(.failed, failure) }
        guard let result = try ValueReader.value(value, try bench.session).read(try bench.session) else {
            throw UserError(.failed, "'\(value)' has no value there")
        }
        return result
    }

    /// What is right: the number of the choice, or the number; and how it is said.
    static func truth(of question: Question, _ lesson: Lesson) throws(UserError) -> (number: UInt64, text: String) {
        switch question.answer {
        case .choice(let choices, let right): return (UInt64(right), choices[right - 1])
        case .number(let number, _): return (number, number.grouped)
        case .measured(let commands, let value, _):
            let right = try measure(commands, value, on: try fresh(lesson))
            return (right, "it is \(right.grouped), by running it")
        }
    }

    /// Whether an answer lies within so many percent of the right one.
    static func isNear(_ answer: UInt64, _ right: UInt64, percent: Int) -> Bool {
        let distance = (max(answer, right) - min(answer, right)).multipliedFullWidth(by: 100)
        let allowed = right.multipliedFullWidth(by: UInt64(percent))
        return (distance.high, distance.low) <= (allowed.high, allowed.low)
    }

    // MARK: Tasks

    /// What came of a task.
    struct Judgement {
        /// Why it is not solved; none if it is.
        var reasons: [String] = []
        /// A program that could be loaded.
        var isRunnable = true
        /// How it compares with the par, if there is one.
        var par: (reached: Bool, text: String)?
        var isSolved: Bool { reasons.isEmpty }
    }

    /// Judges the machine as it is now, after commands of these names have been used.
    static func judge(_ task: LessonTask, _ bench: Workbench, used: Set<String>) -> Judgement {
        var judgement = Judgement()
        let shortcuts = task.forbidden.filter { used.contains($0) }
        if !shortcuts.isEmpty {
            judgement.reasons.append(
                "'\(shortcuts.joined(separator: "', '"))' is a way around it and does not count; 'retry' begins anew")
        }
        for goal in task.goal {
            do throws(UserError) {
                let finding = try bench.look(goal)
                if !finding.isSo { judgement.reasons.append(finding.text) }
            } catch {
                judgement.reasons.append(error.text)
            }
        }
        if judgement.isSolved, let par = task.par, let session = try? bench.session,
            let value = (try? ValueReader.value(par.counter, session)).flatMap({ $0.read(session) })
        {
            let reached = value <= par.most
            judgement.par = (reached, "\(par.counter): \(value.grouped); par is \(par.most.grouped)\(reached ? ", reached" : "")")
        }
        return judgement
    }

    /// Judges a program: it is run from its beginning under each of the engines, on each of the hosts. `own` stands before the
    /// learner's files.
    static func judge(
        program: String, _ task: LessonTask, _ lesson: Lesson, own: [String: [UInt8]] = [:],
        isInterrupted: @escaping () -> Bool = { false }
    ) throws(UserError) -> Judgement {
        var worst = Judgement()
        for (engine, host) in lesson.machines {
            let judgement = try judge(program: program, task, lesson, engine, host, own: own, isInterrupted: isInterrupted)
            if !judgement.isSolved {
                worst.reasons = judgement.reasons.map { "under \(engine)\(lesson.hosts.count > 1 ? " on \(host)" : ""): \($0)" }
                return worst
            }
            if worst.par?.reached != false { worst.par = judgement.par }
        }
        return worst
    }

    /// The same under one engine on one host.
    static func judge(
        program: String, _ task: LessonTask, _ lesson: Lesson, _ engine: String, _ host: String, own: [String: [UInt8]],
        isInterrupted: @escaping () -> Bool = { false }
    ) throws(UserError) -> Judgement {
        let bench = try fresh(lesson, engine: engine, host: host)
        bench.files.own = own
        bench.isInterrupted = isInterrupted
        bench.options.maxCycles = mostCycles
        do throws(UserError) {
            try bench.load(program)
        } catch {
            return Judgement(reasons: [error.text], isRunnable: false)
        }
        _ = run("run", on: bench)
        return judge(task, bench, used: [])
    }

    /// No program of a task needs more.
    private static let mostCycles: UInt64 = 200_000_000

    /// A workbench as a lesson begins with, or with another of its engines and hosts.
    static func fresh(_ lesson: Lesson, engine: String? = nil, host: String? = nil) throws(UserError) -> Workbench {
        let bench = try Workbench()
        try begin(lesson, on: bench, engine: engine, host: host)
        return bench
    }

    static func begin(_ lesson: Lesson, on bench: Workbench, engine: String? = nil, host: String? = nil) throws(UserError) {
        try bench.clear()
        bench.files.own = programs(of: lesson)
        try bench.useHost(host ?? lesson.hosts[0])
        bench.options.engine = engine ?? lesson.engines[0]
    }

    /// What its transcripts can load.
    static func programs(of lesson: Lesson) -> [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: lesson.programs.filter(\.isShown).map { ($0.name, Array($0.text.utf8)) })
    }
}
