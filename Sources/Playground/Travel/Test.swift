import Assembler
import Foundation
import ISA
import Machine
import VMM

/// Something that a session has now and that has a number: a register, a word of memory, a counter, or what is reckoned from such.
package indirect enum Value: Hashable, Sendable {
    case number(UInt64)
    case register(Int)
    case control(ControlRegister)
    case pc, ring, flags, cycle, retired
    case counter(String)
    case account(Account)
    /// Exits for a reason; all, if `nil`.
    case exits(ExitReason?)
    /// The word at a guest-virtual address.
    case word(Value)
    case sum(Value, Value), difference(Value, Value), product(Value, Value)
    /// Rounded down; nothing where it is divided by 0.
    case quotient(Value, Value)

    /// It is reckoned from numbers alone, and not from what they are called.
    fileprivate func isWritten(as text: String) -> Bool {
        switch self {
        case .number: !text.contains { $0.isLetter && !"xXabcdefABCDEF".contains($0) || $0 == "_" }
        case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
            a.isWritten(as: text) && b.isWritten(as: text)
        default: false
        }
    }

    /// `nil` where there is nothing to read.
    package func read(_ session: Session) -> UInt64? {
        switch self {
        case .number(let number): return number
        case .register(let number): return UInt64(session.guestCPU.registers[number & 15])
        case .control(let register): return UInt64(session.guestCPU[register])
        case .pc: return UInt64(session.guestCPU.pc)
        case .ring: return UInt64(session.guestCPU.ring)
        case .flags: return UInt64(session.guestCPU.flags)
        case .cycle: return session.cycle
        case .retired: return session.retired
        case .counter(let name): return RunReport(session, guest: "").counters[name] ?? 0
        case .account(let account): return session.withHost { $0.ledger[account] }
        case .exits(let reason):
            return reason.map { session.engine.statistics?[$0].count ?? 0 } ?? session.engine.statistics?.count ?? 0
        case .word(let address):
            return address.read(session).flatMap { UInt32(exactly: $0) }.flatMap(session.virtualWord).map(UInt64.init)
        case .sum(let a, let b): return Self.combined(a, b, session) { $0 &+ $1 }
        case .difference(let a, let b):
            return Self.combined(a, b, session) { $0 >= $1 ? $0 - $1 : UInt64(UInt32(truncatingIfNeeded: $0 &- $1)) }
        case .product(let a, let b): return Self.combined(a, b, session) { $0 &* $1 }
        case .quotient(let a, let b): return Self.combined(a, b, session) { $1 == 0 ? nil : $0 / $1 }
        }
    }

    private static func combined(_ a: Value, _ b: Value, _ session: Session, _ body: (UInt64, UInt64) -> UInt64?) -> UInt64? {
        guard let a = a.read(session), let b = b.read(session) else { return nil }
        return body(a, b)
    }
}

/// Two values compared.
package struct Test: Hashable, Sendable {
    package enum Relation: String, CaseIterable, Sendable {
        case atLeast = ">=", atMost = "<=", different = "!=", same = "==", equal = "=", less = "<", greater = ">"
    }

    package let left: Value
    package let relation: Relation
    package let right: Value
    /// As it was written.
    package let text: String

    package func holds(_ session: Session) -> Bool {
        guard let left = left.read(session), let right = right.read(session) else { return false }
        switch relation {
        case .same, .equal: return left == right
        case .different: return left != right
        case .less: return left < right
        case .greater: return left > right
        case .atMost: return left <= right
        case .atLeast: return left >= right
        }
    }

    /// What the two sides are now, but for numbers that are written in the test.
    func sides(_ session: Session) -> String {
        zip(text.components(separatedBy: relation.rawValue), [left, right]).compactMap { text, value -> String? in
            if value.isWritten(as: text) { return nil }
            let shown = value.read(session).map { $0 < 10 ? "\($0)" : "\($0.grouped) (0x" + String($0, radix: 16) + ")" }
            return text.trimmingCharacters(in: .whitespaces) + " is " + (shown ?? "not to be had")
        }.joined(separator: ", ")
    }
}

/// Reads values and tests as people write them, with the names that a session knows.
package struct ValueReader {
    private let session: Session
    private var rest: Substring
    private let text: String
    private var terms = 0
    private static let mostTerms = 64

    package static func value(_ text: String, _ session: Session) throws(UserError) -> Value {
        var reader = ValueReader(text, session)
        let value = try reader.sum()
        try reader.end()
        return value
    }

    package static func test(_ text: String, _ session: Session) throws(UserError) -> Test {
        var reader = ValueReader(text, session)
        let left = try reader.sum()
        reader.skipBlanks()
        guard let relation = Test.Relation.allCases.first(where: { reader.rest.hasPrefix($0.rawValue) }) else {
            throw UserError(.usage, "'\(text)': a comparison is missing, for example r1 == 5 or [counter] > 3")
        }
        reader.rest.removeFirst(relation.rawValue.count)
        let right = try reader.sum()
        try reader.end()
        return Test(left: left, relation: relation, right: right, text: text)
    }

    private init(_ text: String, _ session: Session) {
        (self.text, self.session) = (text, session)
        rest = text[...]
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }

    private mutating func end() throws(UserError) {
        skipBlanks()
        guard rest.isEmpty else { throw UserError(.usage, "'\(text)': '\(rest)' is one too many") }
    }

    private mutating func sum(depth: Int = 0) throws(UserError) -> Value {
        var value = try product(depth)
        while let sign = sign(of: "+-") {
            let other = try product(depth)
            value = sign == "+" ? .sum(value, other) : .difference(value, other)
        }
        return value
    }

    private mutating func product(_ depth: Int) throws(UserError) -> Value {
        var value = try term(depth)
        while let sign = sign(of: "*/") {
            let other = try term(depth)
            value = sign == "*" ? .product(value, other) : .quotient(value, other)
        }
        return value
    }

    private mutating func sign(of signs: String) -> Character? {
        skipBlanks()
        guard let sign = rest.first, signs.contains(sign) else { return nil }
        return rest.removeFirst()
    }

    private mutating func term(_ depth: Int) throws(UserError) -> Value {
        skipBlanks()
        if rest.first == "[" {
            guard depth < 16 else { throw UserError(.usage, "'\(text)': more than 16 brackets within each other") }
            rest.removeFirst()
            let inner = try sum(depth: depth + 1)
            guard rest.first == "]" else { throw UserError(.usage, "'\(text)': a ] is missing") }
            rest.removeFirst()
            return .word(inner)
        }
        terms += 1
        guard terms <= Self.mostTerms else { throw UserError(.usage, "'\(text.prefix(40))…': more than \(Self.mostTerms) terms") }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "," }
        guard !name.isEmpty else {
            throw UserError(.usage, "'\(text)': a number, a register, a label, a counter or [ADDRESS] is missing")
        }
        rest.removeFirst(name.count)
        return try named(String(name))
    }

    /// All names but labels, with what they stand for.
    package static let names: [String: Value] = {
        var names: [String: Value] = [
            "pc": .pc, "ring": .ring, "flags": .flags, "cycle": .cycle, "cycles": .cycle, "retired": .retired,
            "instructions": .retired, "exits": .exits(nil),
        ]
        for number in 0..<16 { names["r\(number)"] = .register(number) }
        names["sp"] = .register(Architecture.stackPointer)
        for register in ControlRegister.allCases { names[register.name] = .control(register) }
        for account in Account.allCases { names["account.\(account.name)"] = .account(account) }
        for reason in ExitReason.allCases { names["exits.\(reason.name)"] = .exits(reason) }
        return names
    }()

    private func named(_ name: String) throws(UserError) -> Value {
        if let number = Self.number(name) { return .number(number) }
        // A guest can call its labels what it likes; what is counted is not the guest's to say.
        if let value = Self.names[name] { return value }
        let counters = RunReport(session, guest: "").counters
        if counters[name] != nil { return .counter(name) }
        if let value = session.image.value(of: name) { return .number(UInt64(value)) }
        if let value = GuestFile.symbols[name] { return .number(UInt64(value)) }
        let known = Array(Self.names.keys) + Array(counters.keys) + session.image.symbols.map(\.name)
        throw UserError(
            .usage,
            "nothing is called '\(name)' here; "
                + (Suggestion.note(for: name, among: known) ?? "there are labels, registers, counters (see stats) and numbers"))
    }

    /// Decimal, hexadecimal or binary, with separators.
    package static func number(_ text: String) -> UInt64? {
        let digits = text.filter { $0 != "_" && $0 != "," }
        guard text.first?.isNumber == true else { return nil }
        if digits.hasPrefix("0x") { return UInt64(digits.dropFirst(2), radix: 16) }
        if digits.hasPrefix("0b") { return UInt64(digits.dropFirst(2), radix: 2) }
        return UInt64(digits)
    }
}
