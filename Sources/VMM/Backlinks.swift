/// Places in host memory that led somewhere when they were noted. Some may since lead elsewhere, which who uses them checks;
/// cleaned up now and then, so that there are never many more than lead there.
struct Backlinks: Sendable {
    private(set) var places: [UInt32] = []
    private var limit = leastLimit
    private static let leastLimit = 32

    mutating func add(_ place: UInt32) {
        if places.last != place { places.append(place) }
    }

    /// Time to clean up.
    var isFull: Bool { places.count >= limit }

    /// Forgets places said twice, and those that no longer lead there.
    mutating func keep(where isLive: (UInt32) -> Bool) {
        var seen: Set<UInt32> = []
        places = places.filter { seen.insert($0).inserted && isLive($0) }
        limit = max(Self.leastLimit, 2 * places.count)
    }
}
