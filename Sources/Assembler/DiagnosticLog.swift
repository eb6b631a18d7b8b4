/// One line of source text as it is read.
struct Line {
    let text: ArraySlice<UInt8>
    /// An index into the log's files, and a line number that counts from 1.
    let file: Int, number: Int
}

/// A line in its place in the run: what a diagnostic needs to name where and how a statement was read.
struct Site {
    let line: Line
    /// How reading came here: an index into the log's origins.
    let origin: Int
    /// Counts the lines read.
    let order: Int
}

/// Why reading is in a file or in a macro's body.
struct Origin {
    enum Cause { case main, include, macro(String) }
    let cause: Cause
    /// Where the include or the macro's use stands.
    let file: Int, line: Int
    let parent: Int
}

/// What is wrong with a statement. The range is one of the statement's line.
enum Fault: Error {
    case error(Range<Int>, String, notes: [String])
    /// A value that is not known yet in the first pass.
    case unknown(Range<Int>, String)
    /// It follows from something that has been reported already.
    case reported

    static func at(_ range: Range<Int>, _ message: String, note: String? = nil) -> Fault {
        .error(range, message, notes: note.map { [$0] } ?? [])
    }
}

/// Collects the errors of a run.
struct DiagnosticLog {
    /// File names as diagnostics show them.
    var files: [String]
    var origins: [Origin] = [Origin(cause: .main, file: 0, line: 0, parent: 0)]
    private let limit: Int
    private var found: [(order: Int, diagnostic: Diagnostic)] = []
    private var omitted = 0
    private var seen: Set<Place> = []

    /// The same error at the same place is one error, however often the line is read.
    private struct Place: Hashable {
        let file: Int, line: Int, offset: Int
        let message: String
    }

    init(mainFile: String, limit: Int) {
        files = [mainFile.printable]
        self.limit = limit
    }

    var failure: AssemblyFailure? {
        if found.isEmpty { return nil }
        // Both passes report; a reader goes through the source once.
        let sorted = found.sorted { ($0.order, $0.diagnostic.column) < ($1.order, $1.diagnostic.column) }
        return AssemblyFailure(diagnostics: sorted.map(\.diagnostic), omitted: omitted)
    }

    mutating func report(_ fault: Fault, at site: Site) {
        switch fault {
        case .reported: break
        case .error(let range, let message, let notes): add(range, message, notes, site)
        case .unknown(let range, let name):
            add(
                range, "\(name) is not known yet, and the layout needs it here", ["define it above this line, or use a number"],
                site)
        }
    }

    /// `file:line`, for notes.
    func place(of site: Site) -> String { "\(files[site.line.file]):\(site.line.number)" }

    private mutating func add(_ range: Range<Int>, _ message: String, _ notes: [String], _ site: Site) {
        let text = site.line.text
        let range = range.clamped(to: text.startIndex..<text.endIndex)
        let message = message.printable
        let place = Place(
            file: site.line.file, line: site.line.number, offset: range.lowerBound - text.startIndex, message: message)
        guard seen.insert(place).inserted else { return }
        guard found.count < max(1, limit) else {
            omitted += 1
            return
        }
        let diagnostic = Diagnostic(
            file: files[site.line.file], line: site.line.number, column: characters(text[..<range.lowerBound]) + 1,
            length: max(1, characters(text[range])),
            message: message, notes: notes.map(\.printable) + trail(from: site.origin),
            sourceLine: String(decoding: text, as: UTF8.self).printable)
        found.append((site.order, diagnostic))
    }

    private func characters(_ bytes: ArraySlice<UInt8>) -> Int { String(decoding: bytes, as: UTF8.self).count }

    /// How reading came to a place, innermost first; a deep trail is cut.
    private func trail(from origin: Int) -> [String] {
        var notes: [String] = []
        var index = origin
        while notes.count < 8 {
            let origin = origins[index]
            let place = "\(files[origin.file]):\(origin.line)"
            switch origin.cause {
            case .main: return notes
            case .include: notes.append("included from \(place)")
            case .macro(let name): notes.append("in the expansion of macro \(name) at \(place)")
            }
            index = origin.parent
        }
        return notes
    }
}
