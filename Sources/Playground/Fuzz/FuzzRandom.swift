/// Vigna's SplitMix64, with what a generator of programs asks of it. The standard library's ways to draw from a generator may
/// change between versions; a seed must give the same program for ever.
package struct FuzzRandom: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// 0 ..< bound; the bias of the remainder does not matter here.
    package mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % bound }

    mutating func from(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True once in so many times.
    mutating func once(in times: Int) -> Bool { below(times) == 0 }

    mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

    /// A word of the kinds that find mistakes: small, at an edge, or anything.
    mutating func word() -> UInt32 {
        switch below(4) {
        case 0: UInt32(below(16))
        case 1: pick([0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_8000, 0x7fff, 0x8000, 0x1_0000])
        case 2: 1 << UInt32(below(32))
        default: UInt32(truncatingIfNeeded: next())
        }
    }
}
