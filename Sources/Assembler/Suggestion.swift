/// The nearest name to a misspelt one.
package enum Suggestion {
    /// The note `did you mean …?`, if some name is near.
    package static func note(for name: String, among names: some Collection<String>) -> String? {
        nearest(to: name, among: names).map { "did you mean '\($0)'?" }
    }

    /// The nearest name, if one is near: `bound` changes away, or as many as a name of this length deserves.
    /// It is the same whatever order the names come in.
    static func nearest(to name: String, among names: some Collection<String>, within bound: Int? = nil) -> String? {
        // A misspelling among very many names is not worth the search.
        guard names.count <= 4096 else { return nil }
        if let same = names.filter({ $0 != name && $0.lowercased() == name.lowercased() }).min() { return same }
        let wanted = Array(name.utf8)
        var best: (distance: Int, name: String)?
        let bound = bound ?? (wanted.count < 4 ? 1 : wanted.count < 8 ? 2 : 3)
        for candidate in names {
            let letters = Array(candidate.utf8)
            guard candidate != name, abs(letters.count - wanted.count) <= bound else { continue }
            let distance = distance(wanted, letters)
            guard distance <= bound, distance < max(wanted.count, letters.count) else { continue }
            if best.map({ (distance, candidate) < ($0.distance, $0.name) }) ?? true { best = (distance, candidate) }
        }
        return best?.name
    }

    /// Insertions, deletions, changes and swaps of neighbours (optimal string alignment).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var older: [Int] = []
        var previous = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for (j, other) in b.enumerated() {
                var cost = min(row[j] + 1, previous[j + 1] + 1, previous[j] + (letter == other ? 0 : 1))
                if i > 0, j > 0, letter == b[j - 1], a[i - 1] == other { cost = min(cost, older[j - 1] + 1) }
                row.append(cost)
            }
            (older, previous) = (previous, row)
        }
        return previous[b.count]
    }
}
