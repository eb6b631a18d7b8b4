/// Lines with places for arguments.
struct Macro {
    struct Parameter {
        let name: String
        let defaultText: [UInt8]?
    }

    let name: String
    let parameters: [Parameter]
    let body: [Line]
    let site: Site
}

/// One use of a macro. Lines are made as they are read, so that an expansion costs no more than what is read of it.
struct MacroExpansion {
    let macro: Macro
    private let arguments: [String: [UInt8]]
    /// What `\@` stands for.
    private let number: Int

    /// Fits the written arguments to the parameters.
    init(_ macro: Macro, arguments written: [[UInt8]], number: Int, at range: Range<Int>) throws(Fault) {
        let usage = "write \(macro.name) \(macro.parameters.map(\.name).joined(separator: ", "))"
        guard written.count <= macro.parameters.count else {
            throw .at(
                range, "macro \(macro.name) takes at most \(macro.parameters.count) arguments, not \(written.count)", note: usage)
        }
        var arguments: [String: [UInt8]] = [:]
        for (index, parameter) in macro.parameters.enumerated() {
            let text = index < written.count && !written[index].isEmpty ? written[index] : parameter.defaultText
            guard let text else {
                throw .at(range, "macro \(macro.name) needs an argument for '\(parameter.name)'", note: usage)
            }
            arguments[parameter.name] = text
        }
        self.macro = macro
        self.arguments = arguments
        self.number = number
    }

    /// A line of the body with the arguments in their places. Text in quotes and comments stays as it is: `\n` in a
    /// string is a line feed whatever the parameters are called. The result ends soon after `longest` bytes.
    func line(_ index: Int, longest: Int) -> Line {
        let line = macro.body[index]
        let text = line.text
        guard text.contains(UInt8(ascii: "\\")) else { return line }
        var result: [UInt8] = []
        var quote: UInt8?
        var position = text.startIndex
        while position < text.endIndex, result.count <= longest {
            let byte = text[position]
            if let open = quote {
                // An escaped quote does not close the text.
                let length = byte == UInt8(ascii: "\\") && position + 1 < text.endIndex ? 2 : 1
                if byte == open { quote = nil }
                result += text[position..<position + length]
                position += length
            } else if byte == UInt8(ascii: "\\"), let (value, end) = argument(in: text, at: position + 1) {
                result += value
                position = end
            } else if text.startsComment(at: position) {
                result += text[position...]
                break
            } else {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { quote = byte }
                result.append(byte)
                position += 1
            }
        }
        return Line(text: result[...], file: line.file, number: line.number)
    }

    /// The argument whose parameter's name stands at `start`, and where the name ends.
    private func argument(in text: ArraySlice<UInt8>, at start: Int) -> (value: [UInt8], end: Int)? {
        guard start < text.endIndex else { return nil }
        if text[start] == UInt8(ascii: "@") { return (Array(String(number).utf8), start + 1) }
        let word = text[start...].prefix { $0.isWordPart && $0 != UInt8(ascii: ".") }
        guard let value = arguments[String(decoding: word, as: UTF8.self)] else { return nil }
        return (value, word.endIndex)
    }
}
