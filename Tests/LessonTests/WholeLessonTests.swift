import Foundation
import Playground
import Teaching
import Testing

/// Lessons of the course as a learner goes through them who always knows the answer.
@Suite(.serialized, .disabled(if: isDebugBuild)) struct WholeLessonTests {
    static let lessons: [Lesson] = (try? Course(folder: Tool.root.path + "/Lessons").lessons) ?? []

    /// What a learner types at a question or a task.
    private static func done(_ part: Lesson.Part, of lesson: Lesson) throws -> [String] {
        switch part {
        case .question(let question):
            switch question.answer {
            case .choice(_, let right): return ["answer \(right)"]
            case .number(let number, _): return ["answer \(number)"]
            case .measured(let commands, let value, _):
                let bench = try Workbench()
                try bench.useHost(lesson.hosts[0])
                bench.options.engine = lesson.engines[0]
                bench.files.own = Dictionary(uniqueKeysWithValues: lesson.programs.map { ($0.name, Array($0.text.utf8)) })
                bench.execute(script: commands, name: nil, strict: true) { _ in }
                let session = try bench.session
                return ["answer \(try #require(try ValueReader.value(value, session).read(session)))"]
            }
        case .task(let task):
            guard let starter = task.starter else {
                return task.solution.split(separator: "\n").map(String.init) + ["check"]
            }
            let solution = try #require(lesson.programs.first { $0.name == task.solution })
            try Data(solution.text.utf8).write(to: URL(fileURLWithPath: starter))
            return ["check"]
        case .prose, .transcript, .program: return []
        }
    }

    /// Files that tasks have a learner change are written where Ringside is started.
    private static func removeStarters(_ lesson: Lesson) {
        for starter in lesson.tasks.compactMap(\.starter) { try? FileManager.default.removeItem(atPath: starter) }
    }

    @Test(arguments: lessons.map(\.id)) func `a lesson can be gone through to its end`(id: String) throws {
        let lesson = try #require(Self.lessons.first { $0.id == id })
        defer { Self.removeStarters(lesson) }
        let state = try Scratch()
        let bench = try Workbench()
        let player = LessonPlayer(folder: Tool.root.path + "/Lessons", progress: state.url.path + "/progress.json")
        bench.tutor = player
        var (shown, failed) = ("", false)
        func say(_ command: String) {
            bench.execute(command) { reply in
                shown = reply.text
                failed = failed || reply.isFailure
            }
        }
        say("lesson \(id)")
        for part in lesson.parts {
            if case .program(let program) = part, !program.isShown { continue }
            for command in try Self.done(part, of: lesson) {
                say(command)
                if command == "check" || command.hasPrefix("answer") {
                    #expect(shown.hasPrefix("Done.") || shown.hasPrefix("Right"), "\(command): \(shown)")
                }
            }
            say("next")
        }
        #expect(
            !failed && shown.contains("The lesson is at its end: \(lesson.exercises.count) of \(lesson.exercises.count) solved"),
            "\(shown)")
    }

    /// As the README says to begin.
    @Test func `a new user goes through the first lesson at a terminal`() throws {
        let lesson = try #require(Self.lessons.first)
        defer { Self.removeStarters(lesson) }
        let state = try Scratch()
        let terminal = try PseudoTerminal(["lesson", "play", "rings"], state: state.url.path, rows: 24, columns: 80)
        try terminal.wait(for: lesson.title)
        try terminal.wait(for: "'next' goes on.")
        for part in lesson.parts {
            if case .program(let program) = part, !program.isShown { continue }
            for command in try Self.done(part, of: lesson) {
                terminal.type(command + "\r")
                if command == "check" || command.hasPrefix("answer") { try terminal.wait(for: "'next' goes on.") }
            }
            terminal.type("next\r")
            try terminal.wait(for: "> next")
        }
        try terminal.wait(for: "The lesson is at its end: \(lesson.exercises.count) of \(lesson.exercises.count) solved")
        terminal.type("quit\r")
        #expect(try terminal.end() == 0)
        let kept = try LessonProgress.read(state.url.path + "/ringside/progress.json").progress
        #expect(kept.lessons["rings"]?.outcomes.values.allSatisfy { $0 == .solved } == true)
    }
}
