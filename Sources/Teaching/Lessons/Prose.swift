import Playground

/// Markdown as it is read on a terminal: paragraphs flow, what has a form of its own keeps it.
enum Prose {
    static func flowed(_ markdown: String) -> String {
        var (blocks, paragraph, isFenced): ([String], [Substring], Bool) = ([], [], false)
        func finish() {
            if !paragraph.isEmpty { blocks.append(paragraph.joined(separator: " ").wrapped) }
            paragraph = []
        }
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                finish()
                isFenced.toggle()
            } else if isFenced {
                blocks.append("    " + line)
            } else if line.isEmpty || line.hasPrefix("|") || line.hasPrefix("    ") {
                finish()
                blocks.append(String(line))
            } else {
                if isItem(line) { finish() }
                paragraph.append(line.drop { $0 == " " })
            }
        }
        finish()
        return blocks.joined(separator: "\n")
    }

    /// An item of a list, or a heading.
    private static func isItem(_ line: Substring) -> Bool {
        line.hasPrefix("- ") || line.hasPrefix("* ") || line.hasPrefix("#")
            || line.prefix { $0.isNumber }.count > 0 && line.drop { $0.isNumber }.hasPrefix(". ")
    }
}
