import Playground

/// A lesson that plays itself before a class: prose, then each command typed and answered, then what the questions and tasks ask.
package struct Demo {
    /// What is to be done, in order.
    package enum Act: Sendable {
        /// A step begins.
        case heading(String)
        case text(String)
        /// A command is typed, and carried out.
        case command(String)
    }

    package let acts: [Act]

    /// A workbench to play it on.
    package static func workbench(for lesson: Lesson) throws(UserError) -> Workbench { try Playing.fresh(lesson) }

    package init(_ lesson: Lesson) {
        acts =
            [.heading(lesson.title)]
            + lesson.steps.flatMap { step -> [Act] in
                (step.title.isEmpty ? [] : [Act.heading(step.title)])
                    + step.parts.flatMap { part -> [Act] in
                        switch part {
                        case .prose(let text): [.text(Prose.flowed(text))]
                        case .program(let program): program.isShown ? [.text("\(program.name):\n\n" + program.text)] : []
                        case .transcript(let transcript): transcript.entries.map { .command($0.command) }
                        case .question(let question): [.text(Prose.flowed("Question: \(question.text)"))]
                        case .task(let task): [.text(Prose.flowed("Task: \(task.text)"))]
                        }
                    }
            }
    }
}

/// A recording in the asciicast format, version 2. Its times are made up from what is shown, so that it is the same every time.
package struct Asciicast {
    private var lines: [String]
    private var milliseconds = 0

    package static let columns = 80
    package static let rows = 24
    private static let keystroke = 60
    private static let pause = 1500
    private static let reading = 40

    package init(title: String) {
        lines = ["{\"version\":2,\"width\":\(Self.columns),\"height\":\(Self.rows),\"title\":\(Self.quoted(title))}"]
    }

    package mutating func mark(_ label: String) { add("m", label) }

    /// A text that is shown at once, and read.
    package mutating func show(_ text: String) {
        add("o", Self.terminal(text + "\n"))
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

    package var text: String { lines.joined(separator: "\n") + "\n" }

    private mutating func add(_ kind: String, _ data: String) {
        let rest = String(milliseconds % 1000)
        let time = "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
        lines.append("[\(time),\"\(kind)\",\(Self.quoted(data))]")
    }

    private static func terminal(_ text: String) -> String { text.replacing("\n", with: "\r\n") }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }
}
