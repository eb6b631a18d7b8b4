/// The loops of `BenchGuest` as code of the machine that Ringside runs on, for scale.
enum NativeLoops {
    /// Runs about `turns` turns; the result is returned so that nothing can be left out.
    static func run(_ guest: BenchGuest, turns: Int) -> UInt32? {
        switch guest {
        case .arithmetic: arithmetic(turns)
        case .loadStore: loadStore(turns)
        // Ring crossings of the real machine cannot be made without an operating system between.
        default: nil
        }
    }

    @inline(never) private static func arithmetic(_ turns: Int) -> UInt32 {
        var (r1, r2, r3, r6): (UInt32, UInt32, UInt32, UInt32) = (1, 0, 0, 0)
        for _ in 0..<turns {
            r1 &+= r2
            r2 ^= r1
            r3 &+= r1 &<< 3
            r6 ^= r2 | r3
        }
        return r6
    }

    @inline(never) private static func loadStore(_ turns: Int) -> UInt32 {
        let words = 0x1000
        let from = [UInt32](repeating: 1, count: words)
        var to = [UInt32](repeating: 0, count: words)
        for turn in 0..<turns / (words / 2) {
            for index in 0..<words { to[index] = from[index] &+ UInt32(truncatingIfNeeded: turn) }
        }
        return to[words - 1]
    }
}
