import Assembler
import Yams

/// Reads values from YAML, and collects what is wrong with them, each at its place. A text can be a part of a file: `firstLine` is
/// the line of the file where it begins.
package struct YAMLReader {
    private let file: String
    private let lines: [Substring]
    private let firstLine: Int
    package private(set) var diagnostics: [Diagnostic] = []
    /// The whole; `nil` if there is nothing.
    package let root: Node?

    package init(_ text: String, file: String, firstLine: Int = 1) throws(UserError) {
        (self.file, self.firstLine) = (file, firstLine)
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        if let line = lines.firstIndex(where: Self.hasAlias) {
            throw UserError(
                .badInput,
                "\(file):\(line + firstLine): error: anchors (&) and aliases (*) are not taken; write the value out, or put a text with such a "
                    + "character in quotation marks"
            )
        }
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            let (mark, problem) = Self.describe(error)
            let place = mark.map { ":\(max(1, $0.line) + firstLine - 1):\($0.column)" } ?? ":\(firstLine)"
            throw UserError(.badInput, "\(file)\(place): error: not YAML: \(problem.printable)")
        }
    }

    /// All errors so far, as one.
    package func check() throws(UserError) {
        if diagnostics.isEmpty { return }
        throw UserError(.badInput, diagnostics.map { $0.render() }.joined(separator: "\n"))
    }

    /// Whether a line refers to another part of the file. A few nested references can stand for more data than any memory
    /// holds, and a host model needs none.
    private static func hasAlias(_ line: Substring) -> Bool {
        var quote: Character?
        var previous: Character = " "
        for character in line {
            if let open = quote {
                if character == open { quote = nil }
            } else if " [{,".contains(previous) {
                if character == "#" { return false }
                if character == "&" || character == "*" { return true }
                if character == "\"" || character == "'" { quote = character }
            }
            previous = character
        }
        return false
    }

    private static func describe(_ error: any Error) -> (mark: Mark?, problem: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (mark, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            (context.mark, "the key \(duplicates.joined(separator: ", ")) stands there twice")
        case .reader(let problem, _, _, _): (nil, problem)
        default: (nil, "\(error)")
        }
    }

    package mutating func report(_ node: Node?, _ message: String, _ notes: [String] = []) {
        let line = max(1, node?.mark?.line ?? 1)
        let length = node?.scalar?.string.count ?? 1
        diagnostics.append(
            Diagnostic(
                file: file, line: line + firstLine - 1, column: max(1, node?.mark?.column ?? 1), length: length,
                message: message.printable,
                notes: notes,
                sourceLine: line <= lines.count ? String(lines[line - 1]).printable : ""))
    }

    // MARK: Values

    /// The values of a mapping by key. Every key must be there, but for those that may be left out, and no other.
    package mutating func mapping(_ node: Node, _ what: String, keys: [String], optional: [String] = []) -> [String: Node]? {
        guard let pairs = node.mapping else {
            report(node, "\(what) must be a mapping", ["write \(keys.prefix(4).joined(separator: ": …, ")): …"])
            return nil
        }
        var values: [String: Node] = [:]
        for (key, value) in pairs {
            let name = key.scalar?.string ?? ""
            if !(keys + optional).contains(name) {
                let note =
                    Suggestion.note(for: name, among: keys + optional) ?? "known are \((keys + optional).joined(separator: ", "))"
                report(key, "unknown key '\(name)' in \(what)", [note])
            } else {
                values[name] = value
            }
        }
        let missing = keys.filter { values[$0] == nil }
        if !missing.isEmpty { report(node, "\(what) lacks \(missing.joined(separator: ", "))", ["add what is missing"]) }
        return values
    }

    package mutating func text(_ node: Node) -> String {
        guard let scalar = node.scalar else {
            report(node, "must be a text")
            return ""
        }
        return scalar.string
    }

    package mutating func boolean(_ node: Node) -> Bool? {
        if let value = node.scalar?.string, value == "true" || value == "false" { return value == "true" }
        report(node, "must be true or false")
        return nil
    }

    package mutating func number(_ node: Node, _ what: String, _ limits: ClosedRange<Int>) -> Int? {
        guard let text = node.scalar?.string, let value = Int(text.replacing("_", with: "")) else {
            report(node, "\(what) must be a whole number", ["from \(limits.lowerBound) to \(limits.upperBound)"])
            return nil
        }
        guard limits.contains(value) else {
            report(node, "\(value) is not \(what)", ["from \(limits.lowerBound) to \(limits.upperBound)"])
            return nil
        }
        return value
    }

    package mutating func powerOfTwo(_ node: Node, _ what: String, _ limits: ClosedRange<Int>) -> Int? {
        guard let value = number(node, what, limits) else { return nil }
        if value.nonzeroBitCount == 1 { return value }
        report(node, "\(value) is not a power of two")
        return nil
    }

    package mutating func choice<C: RawRepresentable & CaseIterable>(_ node: Node, _ what: String, _ type: C.Type) -> C?
    where C.RawValue == String {
        if let value = node.scalar.flatMap({ C(rawValue: $0.string) }) { return value }
        let names = C.allCases.map(\.rawValue)
        report(
            node, "'\(node.scalar?.string ?? "")' is not \(what)",
            [Suggestion.note(for: node.scalar?.string ?? "", among: names) ?? "one of \(names.joined(separator: ", "))"])
        return nil
    }

    /// A list of texts; one text stands for a list of it.
    package mutating func texts(_ node: Node) -> [String] {
        if let one = node.scalar { return [one.string] }
        guard let sequence = node.sequence else {
            report(node, "must be a list of texts")
            return []
        }
        return sequence.map { text($0) }
    }
}
