import Foundation
import Playground

/// Where a demo is shown.
package protocol Stage {
    mutating func heading(_ title: String)
    mutating func show(_ text: String)
    mutating func type(_ command: String, prompt: String)
    /// What has been shown is looked at, perhaps at the machine itself. Returns false if that is the end.
    mutating func goesOn(_ bench: Workbench) -> Bool
}

/// A lesson that plays itself before a class: prose, each command typed and answered, questions with their answers, tasks with what
/// solves them.
package struct Demo {
    private let lesson: Lesson

    package init(_ lesson: Lesson) { self.lesson = lesson }

    package func play(on stage: inout some Stage) throws(UserError) {
        let bench = try Playing.fresh(lesson)
        stage.heading(lesson.title)
        for step in lesson.steps {
            if !step.title.isEmpty { stage.heading(step.title) }
            for part in step.parts where !part.isUnseen {
                guard try play(part, on: bench, &stage) else { return }
            }
        }
    }

    private func play(_ part: Lesson.Part, on bench: Workbench, _ stage: inout some Stage) throws(UserError) -> Bool {
        switch part {
        case .prose, .program:
            return say(part.shown, bench, &stage)
        case .transcript(let transcript):
            return carryOut(transcript.entries.map(\.command), bench, &stage)
        case .question(let question):
            guard say("Question:\n" + part.shown, bench, &stage) else { return false }
            let truth = try Playing.truth(of: question, lesson)
            return say("Answer: \(truth.text).\n".wrapped + question.why.wrapped, bench, &stage)
        case .task(let task):
            guard say("Task:\n" + part.shown, bench, &stage) else { return false }
            let (state, files) = (bench.state, bench.files)
            defer {
                bench.restore(state)
                bench.files = files
            }
            return solve(task, bench, &stage)
        }
    }

    private func solve(_ task: LessonTask, _ bench: Workbench, _ stage: inout some Stage) -> Bool {
        let solution = lesson.solution(of: task)
        var commands = (task.start + "\n" + solution).split(separator: "\n").map(String.init)
        if let starter = task.starter {
            bench.files.own[starter] = Array(solution.utf8)
            commands = ["load \(starter)", "run"]
            let listing = Playing.lines(solution).map { "    " + $0 }.joined(separator: "\n")
            guard say("It can be done like this:\n\n" + listing, bench, &stage) else { return false }
        }
        guard carryOut(commands, bench, &stage) else { return false }
        let judgement = Playing.judge(task, bench, used: [])
        let end =
            judgement.isSolved ? "Done." + (judgement.par.map { " \($0.text)." } ?? "") : judgement.reasons.joined(separator: "\n")
        return say(end, bench, &stage)
    }

    private func say(_ text: String, _ bench: Workbench, _ stage: inout some Stage) -> Bool {
        stage.show(text)
        return stage.goesOn(bench)
    }

    private func carryOut(_ commands: [String], _ bench: Workbench, _ stage: inout some Stage) -> Bool {
        for command in commands {
            stage.type(command, prompt: bench.prompt)
            let answer = Playing.lines(Playing.run(command, on: bench).shown)
            guard say(answer.joined(separator: "\n"), bench, &stage) else { return false }
        }
        return true
    }
}

/// A recording in the asciicast format, version 2. Its times are made up from what is shown, so that it is the same every time.
package struct Asciicast: Stage {
    private var lines: [String]
    private var milliseconds = 0

    package static let columns = 80
    package static let rows = 24
    private static let keystroke = 60
    private static let pause = 1500
    private static let reading = 40

    package init(title: String) {
        lines = ["{\"version\":2,\"width\":\(Self.columns),\"height\":\(Self.rows),\"title\":\(JSON.line(title))}"]
    }

    package mutating func heading(_ title: String) {
        add("m", title)
        show("\n" + title + "\n" + String(repeating: "-", count: title.count))
    }

    /// A text that is shown at once, and read.
    package mutating func show(_ text: String) {
        add("o", Self.terminal(text.fitted(columns: Self.columns) + "\n\n"))
        milliseconds += Self.pause + Self.reading * text.count / 2
    }

    /// A command as it is typed after a prompt.
    package mutating func type(_ command: String, prompt: String) {
        add("o", Self.terminal(prompt))
        for character in command {
            milliseconds += Self.keystroke
            add("o", String(character))
        }
        milliseconds += Self.pause / 3
        add("o", "\r\n")
    }

    package mutating func goesOn(_ bench: Workbench) -> Bool { true }

    package var text: String { lines.joined(separator: "\n") + "\n" }

    private mutating func add(_ kind: String, _ data: String) {
        lines.append("[\(milliseconds / 1000).\((milliseconds % 1000).digits(3)),\"\(kind)\",\(JSON.line(data))]")
    }

    private static func terminal(_ text: String) -> String { text.replacing("\n", with: "\r\n") }
}
