import Assembler

/// One command as it was typed: its words, and where each begins.
package struct Line {
    package struct Word: Hashable, Sendable {
        package let text: String
        package let isQuoted: Bool
        let start: String.Index
    }

    package let text: String
    package let words: [Word]

    /// Parts a text into commands, at semicolons and ends of lines outside quotation marks. What follows `#` at the start of a word is a
    /// comment. `nil`: a quotation mark is missing.
    package static func commands(of text: String) -> [Line]? {
        var lines: [Line] = []
        for row in text.split(whereSeparator: \.isNewline) {
            guard let found = commands(inRow: String(row)) else { return nil }
            lines += found
        }
        return lines
    }

    private static func commands(inRow text: String) -> [Line]? {
        var (lines, words): ([Line], [Word]) = ([], [])
        var (index, start) = (text.startIndex, text.startIndex)
        func finish(_ end: String.Index) {
            if !words.isEmpty { lines.append(Line(text: String(text[..<end]), words: words)) }
            words = []
        }
        while index < text.endIndex {
            start = index
            switch text[index] {
            case " ", "\t": index = text.index(after: index)
            case ";":
                finish(index)
                index = text.index(after: index)
            // A number of instructions is written #1000.
            case "#" where text[text.index(after: index)...].first?.isNumber != true:
                finish(index)
                return lines
            case "\"":
                guard let (word, end) = quoted(text, from: text.index(after: index)) else { return nil }
                words.append(Word(text: word, isQuoted: true, start: start))
                index = end
            default:
                while index < text.endIndex, !" \t;".contains(text[index]) { index = text.index(after: index) }
                words.append(Word(text: String(text[start..<index]), isQuoted: false, start: start))
            }
        }
        finish(index)
        return lines
    }

    /// A text in quotation marks, with the escapes of sources, and where it ends.
    private static func quoted(_ text: String, from start: String.Index) -> (String, String.Index)? {
        var (word, index) = ("", start)
        while index < text.endIndex {
            let character = text[index]
            index = text.index(after: index)
            if character == "\"" { return (word, index) }
            guard character == "\\", index < text.endIndex else {
                word.append(character)
                continue
            }
            switch text[index] {
            case "n": word.append("\n")
            case "t": word.append("\t")
            case let other: word.append(other)
            }
            index = text.index(after: index)
        }
        return nil
    }

    /// The text from a word on, as it was typed.
    func rest(from word: Int) -> String {
        guard word < words.count else { return "" }
        var rest = text[words[word].start...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

/// What follows a command's name, taken from left to right.
package struct Arguments {
    let command: Command
    private let line: Line
    private var position = 1
    let workbench: Workbench
    /// `--json` was among them.
    let wantsJSON: Bool

    init(_ line: Line, of command: Command, _ workbench: Workbench) {
        (self.command, self.workbench) = (command, workbench)
        let words = line.words.filter { $0.isQuoted || $0.text != "--json" || $0 == line.words.first }
        wantsJSON = words.count != line.words.count
        self.line = Line(text: line.text, words: words)
    }

    var isEmpty: Bool { position >= line.words.count }

    /// A mistake in the command's arguments, with how it is written.
    func mistake(_ text: String) -> UserError {
        UserError(.usage, "\(command.name): \(text)\n  it is written: \(command.syntax)")
    }

    /// The next word, without taking it.
    var peek: String? { isEmpty ? nil : line.words[position].text }

    mutating func next() -> String? {
        defer { position += 1 }
        return peek
    }

    /// Takes the next word if it is this one.
    mutating func take(_ word: String) -> Bool {
        guard peek == word, !line.words[position].isQuoted else { return false }
        position += 1
        return true
    }

    mutating func required(_ what: String) throws(UserError) -> String {
        guard let word = next() else { throw mistake("\(what) is missing") }
        return word
    }

    /// All that is left, as it was typed; a single text in quotation marks without them.
    mutating func rest() -> String {
        defer { position = line.words.count }
        if position == line.words.count - 1 { return line.words[position].text }
        return line.rest(from: position)
    }

    /// The words up to one of these, as they were typed.
    mutating func words(upTo stops: [String]) -> String {
        var words: [String] = []
        while let word = peek, !stops.contains(word) || line.words[position].isQuoted {
            words.append(word)
            position += 1
        }
        return words.joined(separator: " ")
    }

    mutating func number(_ what: String, _ range: ClosedRange<Int>, default standard: Int) throws(UserError) -> Int {
        guard let word = next() else { return standard }
        guard let number = ValueReader.number(word).flatMap({ Int(exactly: $0) }), range.contains(number) else {
            throw mistake("'\(word)' is not \(what): a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A place in the guest's memory: a number, a label, a register, or a sum; `standard` if nothing is left.
    mutating func address(default standard: UInt32? = nil) throws(UserError) -> UInt32 {
        guard let word = next() else {
            guard let standard else { throw mistake("an address is missing: a label, a number, a register") }
            return standard
        }
        let session = try workbench.session
        guard let value = try ValueReader.value(word, session).read(session), let address = UInt32(exactly: value) else {
            throw mistake("'\(word)' is no address now: there is nothing to read")
        }
        return address
    }

    /// There may be no more words than the command takes: known before it does anything.
    func checkCount() throws(UserError) {
        let most = command.arguments.count
        guard !command.takesRest, line.words.count > most + 1 else { return }
        throw mistake("'\(line.words[most + 1].text.printable)' is one too many")
    }

    /// Nothing may be left.
    func end() throws(UserError) {
        if let peek { throw mistake("'\(peek)' is one too many") }
    }
}
