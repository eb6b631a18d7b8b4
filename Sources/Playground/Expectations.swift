import Assembler
import Devices

/// What a guest says of itself in comments at its top: what it is given, and what must come of it.
///
///     ; given input: two words\n
///     ; expect output: Hello
///     ; expect exit: 0
///     ; expect engines: native trap
package struct Expectations: Hashable, Sendable {
    /// What the console can read, unless the run is told otherwise.
    package private(set) var input: [UInt8]?
    /// The whole of the console's output, a line each.
    package private(set) var output: [String] = []
    package private(set) var exitCode: Int?
    /// `exit`, `halt`, `limit` or `triple-fault`.
    package private(set) var stop: String?
    /// The engines that run it; empty if it does not say.
    package private(set) var engines: [String] = []

    /// Whether anything is expected, so that the file is a sample.
    package var isSample: Bool { !output.isEmpty || exitCode != nil || stop != nil }

    private static let keys = ["given input", "given disk", "expect output", "expect exit", "expect stop", "expect engines"]
    private static let stops = ["exit", "halt", "limit", "triple-fault"]

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
        guard parts.count == 2, Self.keys.contains(key) else {
            let note = Suggestion.note(for: key, among: Self.keys) ?? "there are \(Self.keys.joined(separator: ", "))"
            return ("unknown expectation '\(key)'", note)
        }
        let text = parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]
        let value = text.trimmingSuffix { $0.isWhitespace }
        switch key {
        case "given input": input = Self.unescaped(value)
        case "given disk":
            if value != "default" {
                return ("unknown disk '\(value)'", "the only one is default: each sector begins with its name")
            }
        case "expect output": output.append(value)
        case "expect exit":
            guard let code = Int(value), 0...255 ~= code else { return ("'\(value)' is not an exit code", "from 0 to 255") }
            exitCode = code
        case "expect stop":
            guard Self.stops.contains(value) else {
                return ("unknown stop '\(value)'", "one of \(Self.stops.joined(separator: ", "))")
            }
            stop = value
        default: engines = value.split(separator: " ").map(String.init)
        }
        return nil
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
    package func differences(_ report: RunReport) -> [String] {
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
        if let stop, report.stop != stop { differences.append("stop: expected \(stop), got \(report.stop)") }
        return differences
    }

    private static func shown(_ line: String?) -> String { line.map { "'\($0)'" } ?? "nothing" }
}

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
