// Text as a terminal shows it.

extension FixedWidthInteger {
    /// With a comma between groups of three digits.
    package var grouped: String {
        let digits = String(magnitude)
        return (self < 0 ? "-" : "")
            + digits.enumerated().reduce(into: "") { text, digit in
                if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text += "," }
                text.append(digit.element)
            }
    }

    /// With at least so many digits.
    package func digits(_ count: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, count - digits.count)) + digits
    }
}

extension Int {
    /// With a noun: `1 unit`, `2 units`.
    package func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension String {
    package func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    package func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

    /// Without blanks at the end.
    package var trimmingTrailing: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// With lines that are too long for a terminal as several, if they are sentences. What has columns keeps them.
    package func fitted(columns: Int = 80) -> String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let indent = line.prefix { $0 == " " }.count
            if line.count <= columns || line.dropFirst(indent).contains("  ") { return String(line) }
            return String(line).wrapped(indent: indent, columns: columns)
        }.joined(separator: "\n")
    }

    /// In lines of at most 80 characters.
    package var wrapped: String { wrapped(indent: 0) }

    /// Each line in lines of at most so many characters, after an indent.
    package func wrapped(indent: Int, columns: Int = 80) -> String {
        split(separator: "\n", omittingEmptySubsequences: false).map { $0.words(indent: indent, columns: columns) }.joined(
            separator: "\n")
    }
}

extension StringProtocol {
    fileprivate func words(indent: Int, columns: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= columns {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(margin + word)
            }
        }
        return lines.joined(separator: "\n")
    }
}
