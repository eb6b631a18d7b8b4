/// What a name stands for. A class, so that a chain of constants is resolved without the table being copied at each link.
final class SymbolEntry {
    enum Definition {
        case predefined(Int64)
        case label(Position)
        case constant(Value)
        /// A constant whose expression needs what comes later.
        case deferred(Expression)
        /// Its expression is being evaluated: meeting it again is a circle.
        case evaluating
        /// Its definition is wrong, which has been reported.
        case failed
        case bound(section: Int, SectionBound)
    }

    var definition: Definition
    /// Where it is defined; `nil` for what the caller predefined.
    let site: Site?

    init(definition: Definition, site: Site?) {
        self.definition = definition
        self.site = site
    }
}

/// The symbols that come with a section.
enum SectionBound: String, CaseIterable {
    case start, end, load, loadend
}

extension Assembly {
    /// Defines a label at the current place. A label that is not local begins a new scope for local ones.
    mutating func defineLabel(_ name: String, _ range: Range<Int>, _ site: Site) throws(Fault) {
        let full = try checkedName(name, range, "label")
        let section = openSection(site)
        if !name.contains(".") { parent = name }
        try define(full, .label(Position(section: section, offset: sections[section].bytes.count)), range, site)
    }

    /// The rest of `NAME = expression`. Even a wrong one defines its name, so that uses of it are not errors too.
    mutating func defineConstant(_ name: String, _ range: Range<Int>, _ parser: inout Parser, _ site: Site) throws(Fault) {
        let full = try checkedName(name, range, "constant")
        do throws(Fault) {
            let expression = try parser.expression()
            try parser.expectEnd()
            try define(full, definition(of: expression), range, site)
        } catch {
            if symbols[full] == nil { try define(full, .failed, range, site) }
            throw error
        }
    }

    /// A constant's value, if it is known by now.
    private mutating func definition(of expression: Expression) throws(Fault) -> SymbolEntry.Definition {
        do throws(Fault) {
            return .constant(try checked32(try evaluate(expression), expression.range))
        } catch {
            guard case .unknown = error else { throw error }
            return .deferred(expression)
        }
    }

    private func checkedName(_ name: String, _ range: Range<Int>, _ what: String) throws(Fault) -> String {
        let full: String
        if name.hasPrefix(".") {
            if parent.isEmpty { throw .at(range, "'\(name)' is a local \(what), and no label stands before it") }
            full = parent + name
        } else {
            full = name
        }
        if full.utf8.count > limits.nameLength {
            throw .at(range, "the name has \(full.utf8.count) bytes, and the limit is \(limits.nameLength)")
        }
        if full.hasSuffix(".") || full.split(separator: ".", omittingEmptySubsequences: false).contains("") {
            throw .at(range, "'\(full)' is not a name: a dot parts a label from its local label")
        }
        if RegisterName.isReserved(full) {
            throw .at(range, "a \(what) cannot be called '\(full)', which is read as a register")
        }
        return full
    }

    mutating func define(_ name: String, _ definition: SymbolEntry.Definition, _ range: Range<Int>, _ site: Site) throws(Fault) {
        if let earlier = symbols[name] {
            let note: String
            if case .bound(let section, _) = earlier.definition {
                note = "it comes with the section '\(sections[section].name)'"
            } else if let first = earlier.site {
                note = "first defined at \(log.place(of: first))"
            } else {
                note = "it is the name of a device register or of the architecture"
            }
            throw .at(range, "'\(name)' is defined already", note: note)
        }
        symbols[name] = SymbolEntry(definition: definition, site: site)
        symbolOrder.append(name)
    }

    /// Between the passes: constants that needed later definitions get their values.
    mutating func resolveDeferredConstants() {
        isLaidOut = true
        for name in symbolOrder {
            if case .deferred = symbols[name]?.definition { _ = try? value(of: name, at: 0..<0, depth: 0) }
        }
    }

    // MARK: Evaluation

    /// In the first pass, what is not known yet throws `unknown`; in the second it is an error.
    mutating func evaluate(_ expression: Expression, depth: Int = 0) throws(Fault) -> Value {
        var stack: [Value] = []
        for (step, range) in expression.steps {
            switch step {
            case .number(let number): stack.append(Value(number: number))
            case .symbol(let name): stack.append(try value(of: name, at: range, depth: depth))
            case .position(let position): stack.append(try address(of: position, "'$'", at: range))
            case .unary(let operation):
                let number = try absolute(stack.removeLast(), range)
                guard let result = operation.apply(number) else { throw .at(range, ArithmeticError.overflow.text) }
                stack.append(Value(number: result))
            case .function(let function):
                let number = try absolute(try checked32(stack.removeLast(), expression.range), range)
                stack.append(Value(number: function.apply(UInt32(truncatingIfNeeded: number))))
            case .binary(let operation):
                let right = stack.removeLast()
                let left = stack.removeLast()
                let result: Value?
                do throws(ArithmeticError) {
                    result = try operation.apply(left, right)
                } catch {
                    throw .at(range, error.text)
                }
                guard let result else { throw .unknown(range, "the section's address") }
                stack.append(result)
            }
        }
        return stack[0]
    }

    /// A value that is needed now.
    mutating func number(_ expression: Expression) throws(Fault) -> Int64 {
        try absolute(try evaluate(expression), expression.range)
    }

    /// Values have 32 bits, signed or unsigned.
    func checked32(_ value: Value, _ range: Range<Int>) throws(Fault) -> Value {
        guard value.section == nil, !(-0x8000_0000...0xffff_ffff).contains(value.number) else { return value }
        throw .at(range, "the value \(value.number) does not fit 32 bits", note: "values lie between -2147483648 and 4294967295")
    }

    private func absolute(_ value: Value, _ range: Range<Int>) throws(Fault) -> Int64 {
        if value.section != nil { throw .unknown(range, "the section's address") }
        return value.number
    }

    private func address(of position: Position, _ name: String, at range: Range<Int>) throws(Fault) -> Value {
        guard sections.indices.contains(position.section) else { throw .unknown(range, name) }
        if let start = sections[position.section].virtual { return Value(number: start + Int64(position.offset)) }
        return Value(number: Int64(position.offset), section: position.section)
    }

    private mutating func value(of name: String, at range: Range<Int>, depth: Int) throws(Fault) -> Value {
        guard let entry = symbols[name] else { throw isLaidOut ? undefined(name, range) : .unknown(range, "'\(name)'") }
        switch entry.definition {
        case .predefined(let number): return Value(number: number)
        case .label(let position): return try address(of: position, "'\(name)'", at: range)
        case .constant(let value): return try rebased(value)
        case .failed: throw .reported
        case .evaluating: throw .at(range, "'\(name)' is defined by itself")
        case .bound(let section, let bound):
            guard isLaidOut else { throw .unknown(range, "'\(name)'") }
            return Value(number: sections[section].address(of: bound))
        case .deferred(let expression):
            guard isLaidOut else { throw .unknown(range, "'\(name)'") }
            guard depth < limits.nesting else {
                throw .at(
                    range, "constants depend on each other more than \(limits.nesting) deep",
                    note: "define them in the order of their use")
            }
            return try resolve(entry, expression, depth)
        }
    }

    /// Evaluates a constant once; an error is one of its definition, not of those that use it.
    private mutating func resolve(_ entry: SymbolEntry, _ expression: Expression, _ depth: Int) throws(Fault) -> Value {
        entry.definition = .evaluating
        do throws(Fault) {
            let value = try checked32(try evaluate(expression, depth: depth + 1), expression.range)
            entry.definition = .constant(value)
            return value
        } catch {
            entry.definition = .failed
            if let site = entry.site { log.report(error, at: site) }
            throw .reported
        }
    }

    /// A constant that was taken as a place in a section becomes an address once the section has one.
    private func rebased(_ value: Value) throws(Fault) -> Value {
        guard let section = value.section, let start = sections[section].virtual else { return value }
        return Value(number: start + value.number)
    }

    private mutating func undefined(_ name: String, _ range: Range<Int>) -> Fault {
        if doubts.contains(.names) { return .reported }
        return .at(range, "'\(name)' is not defined", note: maySuggest() ? Suggestion.note(for: name, among: symbols.keys) : nil)
    }
}
