import Assembler
import Devices
import Foundation
import ISA

/// What a guest says of itself in comments at its top: what it is given, and what must come of it.
///
///     ; given input: two words\n
///     ; given port: hello-pv.s
///     ; expect output: Hello
///     ; expect exit: 0
///     ; expect engines: native trap
///     ; expect otherwise: bt
package struct Expectations: Hashable, Sendable {
    /// What the console can read, unless the run is told otherwise.
    package private(set) var input: [UInt8]?
    /// The same kernel ported to a hypervisor, for engines that need one: a file beside this one.
    package private(set) var port: String?
    /// The whole of the console's output, a line each.
    package private(set) var output: [String] = []
    package private(set) var exitCode: Int?
    /// `exit`, `halt`, `limit`, `triple-fault` or `crash`.
    package private(set) var stop: String?
    /// The engines that run it; empty if it does not say.
    package private(set) var engines: [String] = []
    /// Those that deliberately do something else.
    package private(set) var otherwise: [String] = []

    /// A word of the guest's state at the end.
    package struct Word: Hashable, Sendable {
        /// A register's name; or a label, or a guest-physical address.
        package let place: String
        package let value: UInt32
    }

    /// What registers hold at the end.
    package private(set) var registers: [Word] = []
    /// What words of memory hold at the end.
    package private(set) var words: [Word] = []

    /// Whether anything is expected, so that the file is a sample.
    package var isSample: Bool { !output.isEmpty || exitCode != nil || stop != nil || !registers.isEmpty || !words.isEmpty }

    private static let keys = [
        "given input", "given disk", "given port", "expect output", "expect exit", "expect stop", "expect engines",
        "expect otherwise",
    ]
    private static let patterns = ["expect rN", "expect word PLACE"]
    private static let stops = ["exit", "halt", "limit", "triple-fault", "crash"]

    /// Reads the comments before a source's first statement.
    package init(source bytes: [UInt8], file: String) throws(UserError) {
        var diagnostics: [Diagnostic] = []
        let lines = Self.lines(of: bytes)
        let top = lines.prefix { $0.hasPrefix(";") || $0.allSatisfy(\.isWhitespace) }
        for (number, line) in top.enumerated() where line.hasPrefix("; given ") || line.hasPrefix("; expect ") {
            guard let problem = take(line.dropFirst(2)) else { continue }
            diagnostics.append(
                Diagnostic(
                    file: file, line: number + 1, column: 3, length: max(1, line.count - 2), message: problem.message,
                    notes: [problem.note], sourceLine: line))
        }
        if !diagnostics.isEmpty { throw UserError(.badInput, diagnostics.map { $0.render() }.joined(separator: "\n")) }
    }

    /// Lines without their ends, whether those are `\n` or `\r\n`.
    private static func lines(of bytes: some Collection<UInt8>) -> [String] {
        bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
    }

    private mutating func take(_ comment: Substring) -> (message: String, note: String)? {
        let parts = comment.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let key = String(parts[0])
        if parts.count == 2, let problem = takeState(key, String(parts[1]).trimmingCharacters(in: .whitespaces)) {
            return problem.map { ($0, "a number from 0 to 0xffffffff, or a negative one from -0x80000000") }
        }
        guard parts.count == 2, Self.keys.contains(key) else {
            let keys = (Self.keys + Self.patterns).joined(separator: ", ")
            return ("unknown expectation '\(key)'", Suggestion.note(for: key, among: Self.keys) ?? "there are \(keys)")
        }
        let text = parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]
        let value = text.trimmingSuffix { $0.isWhitespace }
        switch key {
        case "given input": input = Self.unescaped(value)
        case "given disk":
            if value != "default" {
                return ("unknown disk '\(value)'", "the only one is default: each sector begins with its name")
            }
        case "given port": port = value
        case "expect output": output.append(value)
        case "expect exit":
            guard let code = Int(value), 0...255 ~= code else { return ("'\(value)' is not an exit code", "from 0 to 255") }
            exitCode = code
        case "expect stop":
            guard Self.stops.contains(value) else {
                return ("unknown stop '\(value)'", "one of \(Self.stops.joined(separator: ", "))")
            }
            stop = value
        case "expect otherwise": otherwise = value.split(separator: " ").map(String.init)
        default: engines = value.split(separator: " ").map(String.init)
        }
        return nil
    }

    /// An expectation of a register or of a word in memory. The outer `nil`: it is neither; the inner: it was taken.
    private mutating func takeState(_ key: String, _ text: String) -> String?? {
        let words = key.split(separator: " ").map(String.init)
        let number = words.count == 2 && words[1].hasPrefix("r") ? Int(words[1].dropFirst()) : nil
        let isWord = words.count == 3 && words[1] == "word"
        guard words.first == "expect", isWord || number.map({ 0..<16 ~= $0 }) == true else { return .none }
        guard let value = Self.number(text) else { return "'\(text)' is not a word" }
        let word = Word(place: words.last!, value: value)
        if isWord { self.words.append(word) } else { registers.append(word) }
        return .some(nil)
    }

    private static func number(_ text: String) -> UInt32? {
        let negative = text.hasPrefix("-")
        let digits = negative ? text.dropFirst() : text[...]
        let magnitude = digits.hasPrefix("0x") ? UInt32(digits.dropFirst(2), radix: 16) : UInt32(digits)
        guard let magnitude, !negative || magnitude <= 1 << 31 else { return nil }
        return negative ? 0 &- magnitude : magnitude
    }

    /// `\n`, `\t` and `\\` stand for what they do in sources.
    private static func unescaped(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var escaped = false
        for byte in text.utf8 {
            if escaped {
                bytes.append(byte == UInt8(ascii: "n") ? 10 : byte == UInt8(ascii: "t") ? 9 : byte)
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// What is not as expected, the first difference of each kind; empty if all is.
    package func differences(_ report: RunReport, in session: borrowing Session) -> [String] {
        var differences: [String] = []
        var lines = Self.lines(of: report.output.utf8).map { $0.trimmingSuffix { $0.isWhitespace } }
        while lines.last == "" { lines.removeLast() }
        if let index = (0..<max(lines.count, output.count)).first(where: { lines.element($0) != output.element($0) }) {
            differences.append(
                "output line \(index + 1): expected \(Self.shown(output.element(index))), got \(Self.shown(lines.element(index)))")
        }
        if let exitCode, report.exitCode != exitCode {
            differences.append(
                "exit code: expected \(exitCode), got \(report.exitCode.map(String.init) ?? "none, the stop is \(report.stop)")")
        }
        let cpu = session.guestCPU
        for word in registers {
            let found = cpu.registers[Int(word.place.dropFirst())!]
            if found != word.value { differences.append("\(word.place): expected \(hex(word.value)), got \(hex(found))") }
        }
        for word in words {
            guard let address = session.image.value(of: word.place) ?? Self.number(word.place) else {
                differences.append("word \(word.place): the program has no such label")
                continue
            }
            let found = session.guestWord(at: address)
            if found != word.value { differences.append("word \(word.place): expected \(hex(word.value)), got \(hex(found))") }
        }
        if let stop, report.stop != stop { differences.append("stop: expected \(stop), got \(report.stop)") }
        return differences
    }

    private static func shown(_ line: String?) -> String { line.map { "'\($0)'" } ?? "nothing" }
}

private func hex(_ value: UInt32) -> String { Decoded.hexadecimal(value) }

extension Array {
    fileprivate func element(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = Substring(self)
        while let last = text.last, predicate(last) { text.removeLast() }
        return String(text)
    }
}
