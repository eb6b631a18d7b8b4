import Assembler
import Playground

/// Two outputs, line by line. Unless they must be exactly the same, white space within a line counts as one blank, and at the end of
/// a line or of the output not at all.
struct OutputComparison {
    private let got: [String]
    private let wanted: [String]
    /// The first line that is not as it should be, from 0.
    let difference: Int?

    private static let context = 3

    init(_ got: String, wanted: String, isExact: Bool) {
        func lines(_ text: String) -> [String] {
            // A line may end in \r\n, which is one character.
            let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" && !isExact }.map(String.init)
            if isExact { return lines }
            var plain = lines.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            while plain.last?.isEmpty == true { plain.removeLast() }
            return plain
        }
        let (got, wanted) = (lines(got), lines(wanted))
        (self.got, self.wanted) = (got, wanted)
        difference = (0..<max(got.count, wanted.count)).first { index in
            index >= got.count || index >= wanted.count || !got[index].utf8.elementsEqual(wanted[index].utf8)
        }
    }

    /// Where the first difference is.
    var place: String { difference.map { "the output is not as expected from line \($0 + 1) on" } ?? "" }

    /// The same, with the lines before it and the one that is there.
    var found: String {
        guard let difference else { return "" }
        let before = got[max(0, difference - Self.context)..<difference].map { "GOOD    \(quoted($0))" }
        let bad = difference < got.count ? "BAD     \(quoted(got[difference]))" : "MISSING a line \(difference + 1)"
        return ([place] + before + [bad]).joined(separator: "\n")
    }

    var expected: String {
        guard let difference else { return "" }
        return difference < wanted.count ? "line \(difference + 1) is \(quoted(wanted[difference]))" : "no line \(difference + 1)"
    }

    private func quoted(_ line: String) -> String { "'" + String(line.prefix(120)).printable + "'" }
}
