import Playground

/// Long answers a screenful at a time, and long lines parted between words.
enum Pager {
    private static let question = "-- more: any key goes on, q leaves the rest out --"

    static func show(_ text: String) {
        guard let (columns, rows) = Terminal.size else { return Terminal.print(text) }
        var rest = text.fitted(columns: columns).split(separator: "\n", omittingEmptySubsequences: false)[...]
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
}
