import ArgumentParser
import Foundation
import Playground
import Teaching

struct LessonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lesson", abstract: "Lessons: list, play, show to a class, and prove them.",
        subcommands: [List.self, Play.self, Show.self, Check.self], defaultSubcommand: List.self)

    struct Place: ParsableArguments {
        @Option(help: "The folder with the lessons.") var lessons = Course.folder
        @Option(help: "Which variant of what varies.") var seed: Int?

        var course: Course { get throws { try Course(folder: lessons, seed: seed ?? 0) } }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the lessons.")
        @OptionGroup var place: Place

        func run() throws {
            let course = try place.course
            for problem in course.problems { Terminal.error(problem) }
            for (number, lesson) in course.lessons.enumerated() { Terminal.print(lesson.line(number + 1)) }
        }
    }

    struct Play: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take up a lesson at the prompt.", discussion: "'next' goes on; 'help' lists what else can be done.")
        @Argument(help: "A lesson's id or number.") var id: String
        @OptionGroup var place: Place

        func run() throws {
            let workbench = try Workbench()
            let player = LessonPlayer(
                folder: place.lessons, seed: place.seed, progress: StateFolder.path.map { $0 + "/progress.json" })
            workbench.tutor = player
            guard isatty(STDIN_FILENO) != 0, isatty(STDOUT_FILENO) != 0 else {
                Script.exit(workbench, "lesson \(id)\n" + standardInput(), name: nil, strict: false, player)
            }
            Interrupt.install()
            Prompt(workbench, greeting: "Ringside. 'next' goes on, 'help' lists the commands, Ctrl-D leaves.").run(
                first: "lesson \(id)")
            withExtendedLifetime(player) {}
        }

        private func standardInput() -> String {
            String(decoding: (try? FileHandle.standardInput.readToEnd()) ?? Data(), as: UTF8.self)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "demo", abstract: "Have a lesson play itself, for a class.",
            discussion: """
                Each key goes on; 'p' gives a prompt in the machine as it is, from which Ctrl-D leads back; 'q' leaves. With --auto \
                nothing is waited for.
                """)
        @Argument(help: "A lesson's id or number.") var id: String
        @OptionGroup var place: Place
        @Flag(help: "Go through without waiting.") var auto = false
        @Option(help: "Write a recording (asciicast), and show nothing.") var cast: String?

        func run() throws {
            let lesson = try place.course.lesson(id)
            guard let cast else {
                var stage = TerminalStage(isWaiting: !auto && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0)
                return try Demo(lesson).play(on: &stage)
            }
            var recording = Asciicast(title: lesson.title)
            try Demo(lesson).play(on: &recording)
            try Files.write(Array(recording.text.utf8), to: cast)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove lessons: every transcript, question and task.",
            discussion: """
                With --accept, transcripts that come otherwise are written into the lessons as they come, to be looked at. Exit status: 0 if \
                all is as the lessons say, 1 if not, or if a lesson has been written anew.
                """)
        @Argument(help: "Lessons' ids or numbers; all, by default.") var ids: [String] = []
        @OptionGroup var place: Place
        @Flag(help: "Write transcripts anew where they differ.") var accept = false

        func run() throws {
            let isWrittenAnew = accept ? try proof().checks.map(accept).contains(true) : false
            let check = try proof()
            for failure in check.failures { Terminal.error(failure) }
            Terminal.print(check.summary)
            Foundation.exit(check.failures.isEmpty && !isWrittenAnew ? 0 : UserError.Kind.failed.rawValue)
        }

        private func proof() throws -> CourseCheck {
            let course = try place.course
            if ids.isEmpty { return try CourseCheck(course.lessons, problems: course.problems, seed: place.seed) }
            return try CourseCheck(try ids.map { try course.lesson($0) }, seed: place.seed)
        }

        /// Returns whether there was something to accept.
        private func accept(_ check: LessonCheck) throws -> Bool {
            let bytes = try Files.read(check.lesson.file, limit: 1 << 20)
            let text = String(decoding: bytes, as: UTF8.self)
            let accepted = check.accepted(text)
            guard accepted != text else { return false }
            try Files.write(Array(accepted.utf8), to: check.lesson.file)
            Terminal.print("\(check.lesson.file) is written anew; look at what has changed")
            return true
        }
    }
}
