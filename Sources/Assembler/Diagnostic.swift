/// One error, with its place in the source and what to do about it.
package struct Diagnostic: Hashable, Sendable {
    package let file: String
    /// Both count from 1; the column counts characters.
    package let line: Int, column: Int
    /// Characters to underline, at least one.
    package let length: Int
    package let message: String
    /// What to do, then how the statement came to be read.
    package let notes: [String]
    /// The line as it was read: for a macro's body with the arguments put in.
    package let sourceLine: String

    package init(file: String, line: Int, column: Int, length: Int, message: String, notes: [String], sourceLine: String) {
        self.file = file
        self.line = line
        self.column = column
        self.length = length
        self.message = message
        self.notes = notes
        self.sourceLine = sourceLine
    }

    /// The error as people read it: place and message, the line, a caret under the place, the notes.
    package func render() -> String {
        let (excerpt, caret) = excerpt()
        // A tab in front of the place stays a tab, so that the caret stands right whatever a tab's width is.
        let padding = String(excerpt.prefix(caret).map { $0 == "\t" ? "\t" : " " })
        let underline = "^" + String(repeating: "~", count: max(0, min(length, excerpt.count - caret) - 1))
        let lines = ["\(file):\(line):\(column): error: \(message)", "  " + excerpt, "  " + padding + underline]
        return (lines + notes.map { "  note: " + $0 }).joined(separator: "\n")
    }

    /// A long line is cut to a window around the place.
    private func excerpt() -> (text: String, caret: Int) {
        let width = 120, before = 60
        guard sourceLine.count > width else { return (sourceLine, column - 1) }
        let skipped = max(0, min(column - 1 - before, sourceLine.count - width))
        let window = sourceLine.dropFirst(skipped).prefix(width)
        let head = skipped > 0 ? "…" : ""
        let tail = skipped + width < sourceLine.count ? "…" : ""
        return (head + window + tail, column - 1 - skipped + head.count)
    }
}

/// Why there is no image.
package struct AssemblyFailure: Error, Hashable, Sendable {
    package let diagnostics: [Diagnostic]
    /// How many more errors there are than diagnostics kept.
    package let omitted: Int

    package func render() -> String {
        let more = omitted > 0 ? ["and \(omitted) more"] : []
        return (diagnostics.map { $0.render() } + more).joined(separator: "\n")
    }
}

extension String {
    /// The text with control characters replaced: what a source holds must not steer the terminal that shows it.
    package var printable: String {
        func steers(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.properties.generalCategory {
            case .control: scalar != "\t"
            case .format, .lineSeparator, .paragraphSeparator: true
            default: scalar.properties.isNoncharacterCodePoint
            }
        }
        guard unicodeScalars.contains(where: steers) else { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars { scalars.append(steers(scalar) ? "\u{fffd}" : scalar) }
        return String(scalars)
    }
}
