/// A piece of a line that the grammar knows.
struct Token {
    enum Kind: Equatable {
        /// A name: mnemonic, register, label, or with a leading dot a directive or local label.
        case word(String)
        case number(Int64)
        case string([UInt8])
        case mark(Mark)
        /// Bytes that are no token; the parser reports it when it gets there.
        case invalid(String, note: String?)
        case end
    }

    let kind: Kind
    let range: Range<Int>
}

/// Operators and punctuation.
enum Mark: String {
    case plus = "+", minus = "-", times = "*", divide = "/", modulo = "%", shiftLeft = "<<", shiftRight = ">>"
    case and = "&", or = "|", exclusiveOr = "^", complement = "~", not = "!", bothTrue = "&&", eitherTrue = "||"
    case equal = "==", unequal = "!=", less = "<", greater = ">", lessOrEqual = "<=", greaterOrEqual = ">="
    case open = "(", close = ")", openBracket = "[", closeBracket = "]", comma = ",", colon = ":", assign = "=", here = "$"
}

/// Cuts a line into tokens. It never fails: what it cannot read becomes an `invalid` token.
struct Lexer {
    private let text: ArraySlice<UInt8>
    private var position: Int

    /// The line's tokens, closed by `end`.
    static func tokens(of text: ArraySlice<UInt8>) -> [Token] {
        var lexer = Lexer(text: text, position: text.startIndex)
        var tokens: [Token] = []
        repeat { tokens.append(lexer.next()) } while tokens[tokens.count - 1].kind != .end
        return tokens
    }

    private mutating func next() -> Token {
        while let byte = peek(), byte == UInt8(ascii: " ") || (9...13).contains(byte) { position += 1 }
        let start = position
        let kind = scan()
        return Token(kind: kind, range: start..<position)
    }

    private mutating func scan() -> Token.Kind {
        guard let byte = peek(), !isComment() else { return .end }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "'"): return character()
        case _ where byte.isWordStart: return .word(word())
        case UInt8(ascii: "."):
            position += 1
            let name = word()
            return name.isEmpty ? .invalid("a '.' without a name", note: nil) : .word("." + name)
        case UInt8(ascii: "\\"):
            position += 1
            let name = peek() == UInt8(ascii: "@") ? "@" : word()
            position += name == "@" ? 1 : 0
            return .invalid(
                "'\\\(name)' names no parameter here", note: "it stands for a macro's argument, within the macro's body")
        default: return mark(byte)
        }
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        position + distance < text.endIndex ? text[position + distance] : nil
    }

    /// `;`, `#` and `//` start a comment.
    private func isComment() -> Bool { text.startsComment(at: position) }

    private mutating func word() -> String {
        let start = position
        while let byte = peek(), byte.isWordPart { position += 1 }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private mutating func mark(_ byte: UInt8) -> Token.Kind {
        for length in [2, 1] where position + length <= text.endIndex {
            if let mark = Mark(rawValue: String(decoding: text[position..<position + length], as: UTF8.self)) {
                position += length
                return .mark(mark)
            }
        }
        // A character of several bytes is one mistake, not one for each byte.
        repeat { position += 1 } while peek().map { $0 & 0xc0 == 0x80 } ?? false
        let shown = byte < 0x80 ? "'\(Character(Unicode.Scalar(byte)))'" : "this character"
        return .invalid("\(shown) has no meaning here", note: nil)
    }

    private mutating func number() -> Token.Kind {
        let written = word()
        let digits = written.utf8.filter { $0 != UInt8(ascii: "_") }.map { $0 | 0x20 }
        let prefixes: [(letter: Character, radix: Int)] = [("x", 16), ("b", 2), ("o", 8)]
        let prefix = prefixes.first { digits.count > 1 && digits[0] == UInt8(ascii: "0") && digits[1] == $0.letter.asciiValue }
        let radix = prefix?.radix ?? 10
        let body = String(decoding: digits.dropFirst(prefix == nil ? 0 : 2), as: UTF8.self)
        if let value = Int64(body, radix: radix) { return .number(value) }
        let isNumber = !body.isEmpty && body.allSatisfy { $0.hexDigitValue.map { $0 < radix } ?? false }
        return isNumber
            ? .invalid("the number \(written) is too large", note: "values have 32 bits")
            : .invalid("'\(written)' is not a number", note: "write 12, 0x1f, 0b101 or 0o17; a name starts with a letter")
    }

    private mutating func string() -> Token.Kind {
        position += 1
        var bytes: [UInt8] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "\"") {
                position += 1
                return .string(bytes)
            }
            guard let value = literalByte() else { return badEscape(until: "\"") }
            bytes.append(value)
        }
        return .invalid("the string has no end", note: "close it with \" on the same line")
    }

    private mutating func character() -> Token.Kind {
        position += 1
        guard let first = peek(), first != UInt8(ascii: "'") else { return noCharacter() }
        guard let value = literalByte() else { return badEscape(until: "'") }
        guard value < 0x80 || first == UInt8(ascii: "\\"), peek() == UInt8(ascii: "'") else { return noCharacter() }
        position += 1
        return .number(Int64(value))
    }

    private mutating func noCharacter() -> Token.Kind {
        while let byte = peek(), byte.isWordPart || byte >= 0x80 { position += 1 }
        if peek() == UInt8(ascii: "'") { position += 1 }
        return .invalid("a character constant holds one byte between quotes", note: "write 'a' or '\\n'; text goes in .ascii \"…\"")
    }

    private mutating func badEscape(until quote: Unicode.Scalar) -> Token.Kind {
        while let byte = peek(), byte != UInt8(ascii: quote) { position += 1 }
        if peek() != nil { position += 1 }
        return .invalid("unknown escape", note: "known are \\n \\t \\r \\0 \\\\ \\\" \\' and \\x41")
    }

    /// One byte of a string or character; `nil` for an unknown escape.
    private mutating func literalByte() -> UInt8? {
        let byte = text[position]
        position += 1
        guard byte == UInt8(ascii: "\\") else { return byte }
        guard let escape = peek() else { return nil }
        position += 1
        switch escape {
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "0"): return 0
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): return escape
        case UInt8(ascii: "x"):
            guard let high = peek()?.hexadecimalDigit, let low = peek(1)?.hexadecimalDigit else { return nil }
            position += 2
            return high << 4 | low
        default: return nil
        }
    }
}

extension UInt8 {
    var isWordStart: Bool { isLetter || self == UInt8(ascii: "_") }
    /// A dot within a word parts a label from its local label: `parent.name`.
    var isWordPart: Bool { isWordStart || isDigit || self == UInt8(ascii: ".") }

    private var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    private var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var hexadecimalDigit: UInt8? {
        if isDigit { return self - UInt8(ascii: "0") }
        let letter = self | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(letter) ? letter - UInt8(ascii: "a") + 10 : nil
    }
}

extension ArraySlice<UInt8> {
    /// `;`, `#` and `//` start a comment.
    func startsComment(at position: Int) -> Bool {
        switch self[position] {
        case UInt8(ascii: ";"), UInt8(ascii: "#"): true
        case UInt8(ascii: "/"): position + 1 < endIndex && self[position + 1] == UInt8(ascii: "/")
        default: false
        }
    }
}
