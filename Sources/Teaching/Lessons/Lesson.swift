import Foundation
import Playground

/// A lesson: a Markdown file that reads well by itself, and runs. Its parts come one after the other; the fenced blocks among them
/// are transcripts, questions and tasks.
package struct Lesson: Sendable {
    /// Stable: progress is kept by it.
    package let id: String
    package let title: String
    package let minutes: Int
    /// Engines that the tasks must be solvable under; the first is what a task begins with.
    package let engines: [String]
    /// Hosts that the tasks must be solvable on; the first is what all else is shown on.
    package let hosts: [String]
    /// Ids of lessons to be done before.
    package let prerequisites: [String]
    /// How many variants there are: the seeds from 0 up to it give different ones.
    package let variants: Int
    /// Where it was read.
    package let file: String
    package let steps: [Step]

    /// What is shown at a time: from one heading of the second level to the next.
    package struct Step: Sendable {
        package let title: String
        package let parts: [Part]
    }

    package enum Part: Sendable {
        case prose(String)
        case transcript(Transcript)
        case question(Question)
        case task(LessonTask)
        /// A program that a task begins with or ends with, or that a transcript loads: shown as any code, and kept under its name.
        case program(Program)
    }

    /// A source within the lesson.
    package struct Program: Sendable {
        package let name: String
        package let text: String
        /// Shown to the learner; a solution is not, before it is asked for.
        package let isShown: Bool
        package let line: Int
    }

    /// For a list of lessons.
    package func line(_ number: Int) -> String {
        "\(number)".leftPadded(3) + "  " + id.padded(18) + title.padded(46) + "\(minutes) min"
    }

    /// What the tasks must be solvable on.
    var machines: [(engine: String, host: String)] { hosts.flatMap { host in engines.map { ($0, host) } } }

    /// The text of a program.
    func program(_ name: String) -> [UInt8]? { programs.first { $0.name == name }.map { Array($0.text.utf8) } }

    /// What solves a task: commands, or the text of a program.
    func solution(of task: LessonTask) -> String { programs.first { $0.name == task.solution }?.text ?? task.solution }

    package var parts: [Part] { steps.flatMap(\.parts) }
    package var transcripts: [Transcript] { parts.compactMap { if case .transcript(let it) = $0 { it } else { nil } } }
    package var questions: [Question] { parts.compactMap { if case .question(let it) = $0 { it } else { nil } } }
    package var tasks: [LessonTask] { parts.compactMap { if case .task(let it) = $0 { it } else { nil } } }
    package var programs: [Program] { parts.compactMap { if case .program(let it) = $0 { it } else { nil } } }

    /// What can be done in it, by id, in order.
    package var exercises: [String] {
        parts.filter(\.isExercise).map(\.id)
    }
}

extension Lesson.Part {
    /// As it is said to a learner.
    package var shown: String {
        switch self {
        case .prose(let text): return Prose.flowed(text)
        case .program(let program):
            return (["    \(program.name):"] + Playing.lines(program.text).map { "    " + $0 }).joined(separator: "\n")
        case .transcript(let transcript):
            return transcript.entries.map { (["> \($0.command)"] + $0.answer).joined(separator: "\n") }.joined(separator: "\n")
        case .task(let task): return Prose.flowed(task.text)
        case .question(let question):
            guard case .choice(let choices, _) = question.answer else {
                let within = question.tolerance > 0 ? " (Within \(question.tolerance) percent is right.)" : ""
                return Prose.flowed(question.text + within)
            }
            let numbered = choices.enumerated().map { number, choice in
                "  \(number + 1)  " + choice.wrapped(indent: 5).dropFirst(5)
            }
            return ([Prose.flowed(question.text), ""] + numbered).joined(separator: "\n")
        }
    }

    /// A solution, which is not shown before it is asked for.
    package var isUnseen: Bool {
        if case .program(let program) = self { !program.isShown } else { false }
    }

    package var isTask: Bool {
        if case .task = self { true } else { false }
    }

    var isExercise: Bool { !id.isEmpty }

    /// Of an exercise.
    var id: String {
        switch self {
        case .question(let question): question.id
        case .task(let task): task.id
        case .prose, .transcript, .program: ""
        }
    }

    /// Of an exercise, in their order.
    var hints: [String] {
        switch self {
        case .question(let question): question.hints
        case .task(let task): task.hints
        case .prose, .transcript, .program: []
        }
    }
}

/// Commands with the answers that they must give.
package struct Transcript: Sendable {
    package struct Entry: Sendable {
        package let command: String
        package let answer: [String]
        /// Of the command, in the lesson's file.
        package let line: Int
    }
    package let entries: [Entry]
    /// The lines of the file between its fences.
    package let lines: Range<Int>
}

/// A question with one right answer.
package struct Question: Sendable {
    package enum Answer: Sendable {
        /// One of the choices, by its number from 1.
        case choice([String], right: Int)
        /// A number, and how far beside it an answer may lie, in percent.
        case number(UInt64, tolerance: Int)
        /// What a run shows: the commands that lead there, and the value to be read then.
        case measured(commands: String, value: String, tolerance: Int)
    }
    package let id: String
    package let text: String
    package let answer: Answer
    package let hints: [String]
    /// Said after the right answer.
    package let why: String
    package let line: Int

    /// How far beside the right number an answer may lie, in percent.
    var tolerance: Int {
        switch answer {
        case .choice: 0
        case .number(_, let tolerance), .measured(_, _, let tolerance): tolerance
        }
    }
}

/// Something to be done, judged by the machine's state.
package struct LessonTask: Sendable {
    /// At most so many of a counter.
    package struct Par: Sendable {
        package let counter: String
        package let most: UInt64
    }
    /// A solution that must fail, and why.
    package struct Wrong: Sendable {
        package let commands: String
        package let why: String
    }
    package let id: String
    package let text: String
    /// Commands that bring the guest to where the task begins.
    package let start: String
    /// A program of the lesson's that the learner gets a file of, to change.
    package let starter: String?
    /// What `expect` must find.
    package let goal: [String]
    /// Commands that do not count.
    package let forbidden: [String]
    package let par: Par?
    package let hints: [String]
    /// Commands, or the name of a program that takes the place of the starter.
    package let solution: String
    package let wrong: [Wrong]
    package let line: Int
}
