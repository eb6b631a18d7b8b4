/// Exits by reason: how many, and the cycles from the beginning of the way in to the end of the way back.
package struct ExitStatistics: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package private(set) var count: UInt64 = 0
        package private(set) var cycles: UInt64 = 0
        package private(set) var shortest: UInt64 = .max
        package private(set) var longest: UInt64 = 0

        /// Cycles an exit, rounded.
        package var average: UInt64 { count == 0 ? 0 : (cycles &+ count / 2) / count }

        fileprivate mutating func add(_ cycles: UInt64) {
            count &+= 1
            self.cycles &+= cycles
            shortest = min(shortest, cycles)
            longest = max(longest, cycles)
        }
    }

    private var entries = [Entry](repeating: Entry(), count: ExitReason.allCases.count)
    /// The exit under way: when it began, and why once that is known.
    package private(set) var start: UInt64?
    private var reason: ExitReason?
    /// The last exit that has ended.
    package private(set) var last: Span?

    /// One exit, from the beginning of the way in to the end of the way back.
    package struct Span: Hashable, Sendable {
        package let reason: ExitReason
        package let cycles: Range<UInt64>
    }

    package init() {}

    package subscript(reason: ExitReason) -> Entry { entries[reason.rawValue] }

    /// All exits that have ended.
    package var count: UInt64 { entries.reduce(0) { $0 &+ $1.count } }
    package var cycles: UInt64 { entries.reduce(0) { $0 &+ $1.cycles } }
    package var isInExit: Bool { start != nil }

    package mutating func begin(at cycle: UInt64) {
        precondition(start == nil, "an exit within an exit")
        start = cycle
    }

    /// Says why the exit under way happened. Once an exit.
    package mutating func set(_ reason: ExitReason) {
        precondition(start != nil && self.reason == nil, "one reason an exit")
        self.reason = reason
    }

    /// The exit is over: the guest goes on, or waits.
    package mutating func end(at cycle: UInt64) {
        guard let start else { return }
        guard let reason else { preconditionFailure("an exit without a reason") }
        entries[reason.rawValue].add(cycle &- start)
        last = Span(reason: reason, cycles: start..<cycle)
        self.start = nil
        self.reason = nil
    }
}
