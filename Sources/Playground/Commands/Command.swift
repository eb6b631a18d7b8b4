import Assembler

/// Something that can be shown: as text for people, and as JSON.
package protocol View: Encodable, Sendable {
    /// Fits 80 columns where what it shows allows.
    var text: String { get }
}

/// What a command answers.
package struct Reply: Sendable {
    package var text: String
    /// It is a mistake of the user's, or an expectation that does not hold.
    package var isFailure = false
    /// It is a whole screen, which takes the place of the one before.
    package var redraws = false

    package init(_ text: String) { self.text = text }

    init(_ view: some View, _ arguments: Arguments) { text = arguments.wantsJSON ? JSON.text(view) : view.text }

    static func failure(_ text: String) -> Reply {
        var reply = Reply(text)
        reply.isFailure = true
        return reply
    }
}

/// One command: help, completion, abbreviations and what it does all come from here. All front ends speak these.
package struct Command: Sendable {
    package enum Group: String, CaseIterable, Sendable {
        case setup = "Setting up"
        case running = "Running"
        case travel = "Travelling in time"
        case seeing = "Seeing the guest"
        case monitor = "Seeing host and monitor"
        case experiments = "Experiments"
        case testing = "Testing"
        case lessons = "Lessons"
        case other = "The rest"
    }

    /// What an argument can be, for completion.
    package enum Argument: Sendable {
        case file, place, engine, host, setting, condition, mark, topic, counter
        /// What an event can be asked for with.
        case detail
        /// One of these words.
        case word([String])
        /// Nothing that could be completed.
        case free
    }

    package let name: String
    /// The shortest form. Every other beginning of the name that no other command has does as well.
    package let short: String
    package let group: Group
    /// What follows the name, for people.
    package let usage: String
    /// By position; the last one for all that follow.
    package let arguments: [Argument]
    /// The last argument is all that is left of the line.
    package let takesRest: Bool
    /// One sentence.
    package let summary: String
    /// What else there is to know.
    package let details: String
    /// Throws a `UserError`, and nothing else.
    let run: @Sendable (Workbench, inout Arguments) throws -> Reply

    init(
        _ name: String, _ short: String, _ group: Group, _ usage: String = "", _ arguments: [Argument] = [], _ summary: String,
        _ details: String = "", takesRest: Bool = false, run: @escaping @Sendable (Workbench, inout Arguments) throws -> Reply
    ) {
        (self.name, self.short, self.group, self.usage, self.arguments) = (name, short, group, usage, arguments)
        (self.summary, self.details, self.takesRest, self.run) = (summary, details, takesRest, run)
    }

    /// How it is written.
    package var syntax: String { usage.isEmpty ? name : "\(name) \(usage)" }

    /// All commands, in the order of the help.
    package static let all: [Command] =
        setupCommands + runningCommands + travelCommands + guestCommands + monitorCommands + experimentCommands + testingCommands
        + lessonCommands + otherCommands

    /// The command of a name, a short form, or an unambiguous beginning.
    package static func find(_ word: String) throws(UserError) -> Command {
        if let exact = all.first(where: { $0.name == word || $0.short == word }) { return exact }
        let candidates = all.filter { $0.name.hasPrefix(word) }
        if candidates.count == 1 { return candidates[0] }
        guard candidates.isEmpty else {
            throw UserError(.usage, "'\(word)' can be \(candidates.map(\.name).joined(separator: ", "))")
        }
        let note = Suggestion.note(for: word, among: all.map(\.name)) ?? "'help' lists the commands"
        throw UserError(.usage, "no command '\(word.printable)'; \(note)")
    }
}
