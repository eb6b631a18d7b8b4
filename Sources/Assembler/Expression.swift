/// A place in a section. Where sections lie is decided when all are read.
struct Position: Hashable {
    let section: Int, offset: Int
}

/// A number, or an offset from the start of a section whose address is not decided yet.
struct Value: Hashable {
    var number: Int64
    var section: Int?
}

/// An expression in postfix order: evaluating it needs neither recursion nor a tree, however long it is.
struct Expression {
    enum Step {
        case number(Int64)
        case symbol(String)
        /// `$`, where the statement stands.
        case position(Position)
        case unary(UnaryOperator)
        case binary(BinaryOperator)
        case function(Function)
    }

    var steps: [(step: Step, range: Range<Int>)]
    var range: Range<Int>

    /// Whether it uses nothing but numbers and names.
    var isWithoutPosition: Bool {
        steps.allSatisfy { if case .position = $0.step { false } else { true } }
    }

    /// The name, if it is one name and nothing else.
    var loneSymbol: String? {
        if steps.count == 1, case .symbol(let name) = steps[0].step { name } else { nil }
    }

    init(steps: [(step: Step, range: Range<Int>)], range: Range<Int>) {
        self.steps = steps
        self.range = range
    }

    init(number: Int64, range: Range<Int>) { self.init(steps: [(.number(number), range)], range: range) }
}

/// Halves and pages of a 32-bit value.
enum Function: String, CaseIterable {
    case hi, lo, page

    func apply(_ value: UInt32) -> Int64 {
        switch self {
        case .hi: Int64(value >> 16)
        case .lo: Int64(value & 0xffff)
        case .page: Int64(value & ~4095)
        }
    }
}

enum UnaryOperator {
    case negate, complement, not

    init?(_ mark: Mark) {
        switch mark {
        case .minus: self = .negate
        case .complement: self = .complement
        case .not: self = .not
        default: return nil
        }
    }

    /// `nil` on overflow.
    func apply(_ value: Int64) -> Int64? {
        switch self {
        case .negate: value == .min ? nil : -value
        case .complement: ~value
        case .not: value == 0 ? 1 : 0
        }
    }
}

enum BinaryOperator {
    case add, subtract, multiply, divide, modulo, shiftLeft, shiftRight, and, or, exclusiveOr, bothTrue, eitherTrue
    case equal, unequal, less, greater, lessOrEqual, greaterOrEqual

    /// C's precedence; a higher one binds tighter.
    var precedence: Int {
        switch self {
        case .eitherTrue: 1
        case .bothTrue: 2
        case .or: 3
        case .exclusiveOr: 4
        case .and: 5
        case .equal, .unequal: 6
        case .less, .greater, .lessOrEqual, .greaterOrEqual: 7
        case .shiftLeft, .shiftRight: 8
        case .add, .subtract: 9
        case .multiply, .divide, .modulo: 10
        }
    }

    init?(_ mark: Mark) {
        switch mark {
        case .plus: self = .add
        case .minus: self = .subtract
        case .times: self = .multiply
        case .divide: self = .divide
        case .modulo: self = .modulo
        case .shiftLeft: self = .shiftLeft
        case .shiftRight: self = .shiftRight
        case .and: self = .and
        case .or: self = .or
        case .exclusiveOr: self = .exclusiveOr
        case .bothTrue: self = .bothTrue
        case .eitherTrue: self = .eitherTrue
        case .equal: self = .equal
        case .unequal: self = .unequal
        case .less: self = .less
        case .greater: self = .greater
        case .lessOrEqual: self = .lessOrEqual
        case .greaterOrEqual: self = .greaterOrEqual
        case .complement, .not, .open, .close, .openBracket, .closeBracket, .comma, .colon, .assign, .here: return nil
        }
    }

    func apply(_ a: Int64, _ b: Int64) throws(ArithmeticError) -> Int64 {
        let (result, overflow): (Int64, Bool)
        switch self {
        case .add: (result, overflow) = a.addingReportingOverflow(b)
        case .subtract: (result, overflow) = a.subtractingReportingOverflow(b)
        case .multiply: (result, overflow) = a.multipliedReportingOverflow(by: b)
        case .divide, .modulo:
            if b == 0 { throw .divisionByZero }
            (result, overflow) = self == .divide ? a.dividedReportingOverflow(by: b) : a.remainderReportingOverflow(dividingBy: b)
        case .shiftLeft, .shiftRight:
            guard (0...63).contains(b) else { throw .shiftCount(b) }
            result = self == .shiftLeft ? a << b : a >> b
            overflow = self == .shiftLeft && result >> b != a
        case .and: return a & b
        case .or: return a | b
        case .exclusiveOr: return a ^ b
        case .bothTrue: return a != 0 && b != 0 ? 1 : 0
        case .eitherTrue: return a != 0 || b != 0 ? 1 : 0
        case .equal: return a == b ? 1 : 0
        case .unequal: return a != b ? 1 : 0
        case .less: return a < b ? 1 : 0
        case .greater: return a > b ? 1 : 0
        case .lessOrEqual: return a <= b ? 1 : 0
        case .greaterOrEqual: return a >= b ? 1 : 0
        }
        if overflow { throw .overflow }
        return result
    }

    /// The operation on places in sections that are not laid out: distances within one section are known all the same.
    /// `nil` where the result depends on the section's address.
    func apply(_ a: Value, _ b: Value) throws(ArithmeticError) -> Value? {
        let number = try apply(a.number, b.number)
        switch (a.section, b.section, self) {
        case (nil, nil, _): return Value(number: number)
        case (let section?, nil, .add), (nil, let section?, .add), (let section?, nil, .subtract):
            return Value(number: number, section: section)
        case (let one?, let other?, .subtract) where one == other: return Value(number: number)
        case (let one?, let other?, _) where one == other && (6...7).contains(precedence): return Value(number: number)
        default: return nil
        }
    }
}

enum ArithmeticError: Error {
    case overflow, divisionByZero
    case shiftCount(Int64)

    var text: String {
        switch self {
        case .overflow: "the value overflows 64 bits"
        case .divisionByZero: "division by zero"
        case .shiftCount(let count): "a shift by \(count); a shift count is 0 to 63"
        }
    }
}
