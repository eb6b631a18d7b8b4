import Playground

/// Long answers a screenful at a time, and long lines parted between words.
enum Pager {
    private static let question = "-- more: any key goes on, q leaves the rest out --"

    static func show(_ text: String) {
        guard let (columns, rows) = Terminal.size else { return Terminal.print(text) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { parted(String($0), columns) }
        var rest = lines[...]
        // Who has typed on already does not wait to read.
        while rest.count >= rows, !Key.isWaiting {
            Terminal.print(rest.prefix(rows - 1).joined(separator: "\n"))
            rest = rest.dropFirst(rows - 1)
            Terminal.write(Array(question.utf8))
            let key = Key.read()
            Terminal.write(Array(("\r" + String(repeating: " ", count: question.count) + "\r").utf8))
            if key == "q" || key == nil { return }
        }
        Terminal.print(rest.joined(separator: "\n"))
    }

    /// A line that is too long for the terminal: as several if it is a sentence. What has columns keeps them.
    private static func parted(_ line: String, _ columns: Int) -> [String] {
        let indent = line.prefix { $0 == " " }.count
        guard line.count > columns, !line.dropFirst(indent).contains("  ") else { return [line] }
        return line.wrapped(indent: indent, columns: columns).split(separator: "\n").map(String.init)
    }
}
