import ISA

/// An operand as it is written, before a form of the instruction is chosen.
struct WrittenOperand {
    enum Kind {
        case register(UInt8)
        case control(ControlRegister)
        /// `[base + offset]`
        case memory(base: UInt8, Expression)
        /// `[strip + offset]`
        case strip(Expression)
        case expression(Expression)
    }

    let kind: Kind
    let range: Range<Int>
}

/// Reads one line's tokens from left to right.
struct Parser {
    private let tokens: [Token]
    private var index = 0
    /// The label that `.name` belongs to.
    var parent: String
    /// What `$` stands for.
    let here: Position
    private let nesting: Int

    init(tokens: [Token], parent: String, here: Position, nesting: Int) {
        self.tokens = tokens
        self.parent = parent
        self.here = here
        self.nesting = nesting
    }

    // MARK: Tokens

    var token: Token { tokens[index] }
    var isAtEnd: Bool { token.kind == .end }

    mutating func advance() { index = min(index + 1, tokens.count - 1) }

    /// Whether the token after the current one is `mark`.
    func isFollowed(by mark: Mark) -> Bool {
        index + 1 < tokens.count && tokens[index + 1].kind == .mark(mark)
    }

    mutating func accept(_ mark: Mark) -> Bool {
        guard token.kind == .mark(mark) else { return false }
        advance()
        return true
    }

    mutating func expect(_ mark: Mark) throws(Fault) {
        if !accept(mark) { throw unexpected("expected '\(mark.rawValue)'") }
    }

    mutating func expectEnd() throws(Fault) {
        if !isAtEnd { throw unexpected("expected the end of the statement") }
    }

    /// A name, with its place.
    mutating func name(_ what: String) throws(Fault) -> (text: String, range: Range<Int>) {
        guard case .word(let word) = token.kind else { throw unexpected("expected \(what)") }
        defer { advance() }
        return (word, token.range)
    }

    mutating func string() throws(Fault) -> (bytes: [UInt8], range: Range<Int>) {
        guard case .string(let bytes) = token.kind else { throw unexpected("expected text in double quotes") }
        defer { advance() }
        return (bytes, token.range)
    }

    /// The fault for a token that does not fit; a token that is none says why itself.
    func unexpected(_ message: String) -> Fault {
        switch token.kind {
        case .invalid(let reason, let note): .at(token.range, reason, note: note)
        case .end: .at(token.range, message + " before the end of the line")
        default: .at(token.range, message)
        }
    }

    /// Items parted by commas, to the end of the statement; at least one.
    mutating func list<Item>(_ item: (inout Parser) throws(Fault) -> Item) throws(Fault) -> [Item] {
        var items = [try item(&self)]
        while !isAtEnd {
            if !accept(.comma) { throw unexpected("expected ',' or the end of the statement") }
            items.append(try item(&self))
        }
        return items
    }

    /// The name of a label or constant in full: `.name` belongs to the last label.
    func fullName(_ name: String, _ range: Range<Int>) throws(Fault) -> String {
        guard name.hasPrefix(".") else { return name }
        if parent.isEmpty { throw .at(range, "'\(name)' is a local label, and no label stands before it") }
        return parent + name
    }

    // MARK: Operands

    mutating func operands() throws(Fault) -> [WrittenOperand] {
        isAtEnd ? [] : try list { parser throws(Fault) in try parser.operand() }
    }

    private mutating func operand() throws(Fault) -> WrittenOperand {
        let start = token.range
        if case .word(let word) = token.kind {
            if let register = RegisterName.general(word) {
                advance()
                return WrittenOperand(kind: .register(register), range: start)
            }
            if let register = RegisterName.control(word) {
                advance()
                return WrittenOperand(kind: .control(register), range: start)
            }
        }
        if accept(.openBracket) {
            let kind = try address()
            let end = token.range.upperBound
            try expect(.closeBracket)
            return WrittenOperand(kind: kind, range: start.lowerBound..<end)
        }
        let expression = try expression()
        return WrittenOperand(kind: .expression(expression), range: expression.range)
    }

    private mutating func address() throws(Fault) -> WrittenOperand.Kind {
        guard case .word(let word) = token.kind, RegisterName.general(word) != nil || word.lowercased() == "strip" else {
            throw .at(token.range, "an address starts with a register", note: "write [r2], [r2+8], [r2-4] or [strip+16]")
        }
        let base = token.range
        advance()
        var offset = Expression(number: 0, range: base)
        if token.kind == .mark(.plus) || token.kind == .mark(.minus) {
            let start = token.range.lowerBound
            // The sign belongs to the offset: it is read as what stands to the right of `0`.
            try binary(from: 1, after: &offset.steps, depth: 0)
            offset.range = start..<tokens[index - 1].range.upperBound
        }
        if let register = RegisterName.general(word) { return .memory(base: register, offset) }
        return .strip(offset)
    }

    // MARK: Expressions

    mutating func expression() throws(Fault) -> Expression {
        let start = token.range.lowerBound
        var expression = Expression(steps: [], range: token.range)
        try operation(from: 1, &expression.steps, depth: 0)
        expression.range = start..<tokens[index - 1].range.upperBound
        return expression
    }

    private typealias Steps = [(step: Expression.Step, range: Range<Int>)]

    /// An operand and all operators behind it that bind at least as tightly as `precedence`.
    private mutating func operation(from precedence: Int, _ steps: inout Steps, depth: Int) throws(Fault) {
        try primary(&steps, depth: depth)
        try binary(from: precedence, after: &steps, depth: depth)
    }

    private mutating func binary(from precedence: Int, after steps: inout Steps, depth: Int) throws(Fault) {
        while case .mark(let mark) = token.kind, let binary = BinaryOperator(mark), binary.precedence >= precedence {
            let range = token.range
            advance()
            try operation(from: binary.precedence + 1, &steps, depth: depth + 1)
            steps.append((.binary(binary), range))
        }
    }

    private mutating func primary(_ steps: inout Steps, depth: Int) throws(Fault) {
        let token = token
        guard depth < nesting else { throw .at(token.range, "the expression is nested more than \(nesting) deep") }
        switch token.kind {
        case .number(let value):
            advance()
            steps.append((.number(value), token.range))
        case .mark(.here):
            advance()
            steps.append((.position(here), token.range))
        case .mark(.open):
            advance()
            try operation(from: 1, &steps, depth: depth + 1)
            try expect(.close)
        case .mark(let mark):
            guard let unary = UnaryOperator(mark) else { throw unexpected("expected a value") }
            advance()
            try primary(&steps, depth: depth + 1)
            steps.append((.unary(unary), token.range))
        case .word(let word): try name(word, &steps, depth: depth)
        case .string:
            throw .at(token.range, "text cannot stand for a value", note: "write a character as 'a'; text goes in .ascii \"…\"")
        case .invalid, .end: throw unexpected("expected a value")
        }
    }

    private mutating func name(_ word: String, _ steps: inout Steps, depth: Int) throws(Fault) {
        let range = token.range
        if RegisterName.isTaken(word) {
            throw .at(range, "'\(word)' is a register, and a value is a number, label or constant")
        }
        if RegisterName.looksLikeOne(word) {
            throw .at(range, "there is no register '\(word)'", note: "there are r0 to r14, and r15, which is sp")
        }
        guard isFollowed(by: .open) else {
            steps.append((.symbol(try fullName(word, range)), range))
            advance()
            return
        }
        guard let function = Function(rawValue: word.lowercased()) else {
            throw .at(range, "unknown function '\(word)'", note: "there are hi(x), lo(x) and page(x)")
        }
        advance()
        advance()
        try operation(from: 1, &steps, depth: depth + 1)
        try expect(.close)
        steps.append((.function(function), range))
    }
}

/// The names of registers, which no label may take.
enum RegisterName {
    private static let registers: [String: UInt8] = {
        let numbers = UInt8(0)..<UInt8(Architecture.registerCount)
        return Dictionary(uniqueKeysWithValues: numbers.map { ("r\($0)", $0) } + [("sp", UInt8(Architecture.stackPointer))])
    }()
    private static let controls = Dictionary(uniqueKeysWithValues: ControlRegister.allCases.map { ($0.name, $0) })

    /// The register that a misspelt name may mean; the general ones are the likelier.
    static func nearest(to word: String) -> String? {
        // Two changes away from some register is any short label.
        Suggestion.nearest(to: word.lowercased(), among: registers.keys, within: 1)
            ?? Suggestion.nearest(to: word.lowercased(), among: controls.keys, within: 1)
    }

    // No register's name is longer than eight letters; a label's name often is.
    static func general(_ word: String) -> UInt8? { word.utf8.count > 3 ? nil : registers[word.lowercased()] }
    static func control(_ word: String) -> ControlRegister? { word.utf8.count > 8 ? nil : controls[word.lowercased()] }
    static func isTaken(_ word: String) -> Bool { general(word) != nil || control(word) != nil }
    /// `r16` is no register, but who writes it means one.
    static func looksLikeOne(_ word: String) -> Bool {
        (word.hasPrefix("r") || word.hasPrefix("R")) && word.utf8.count > 1 && word.dropFirst().allSatisfy(\.isNumber)
    }
    /// Whether no symbol may have the name.
    static func isReserved(_ word: String) -> Bool { isTaken(word) || looksLikeOne(word) }
}
