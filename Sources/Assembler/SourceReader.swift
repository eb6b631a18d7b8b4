/// Where the next line comes from: files, the files that they include, macros in expansion, repetitions.
struct SourceReader {
    private var frames: [Frame] = []
    private var linesRead = 0

    struct Frame {
        enum Text {
            case file(bytes: [UInt8], position: Int, index: Int)
            case expansion(MacroExpansion)
            case repetition([Line])
        }

        fileprivate var text: Text
        /// Lines taken so far.
        fileprivate var taken = 0
        /// How often a repetition is read again.
        fileprivate var repeats = 0
        let origin: Int
        /// The path of the file's folder from the main source's folder, `""` or with a `/` at its end.
        let folder: String
        /// The `.if`s whose `.endif` is still to come.
        var openConditions: [Condition] = []

        var isExpansion: Bool { if case .file = text { false } else { true } }
    }

    struct Condition {
        let site: Site
        let range: Range<Int>
        var hasElse = false
    }

    var isFinished: Bool { frames.isEmpty }
    var fileDepth: Int { frames.count { !$0.isExpansion } }
    var expansionDepth: Int { frames.count - fileDepth }

    /// What is being read.
    var current: Frame {
        get { frames[frames.count - 1] }
        set { frames[frames.count - 1] = newValue }
    }

    mutating func enter(file bytes: [UInt8], index: Int, folder: String, origin: Int) {
        // Some editors put a byte order mark in front.
        let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        frames.append(Frame(text: .file(bytes: bytes, position: start, index: index), origin: origin, folder: folder))
    }

    mutating func enter(_ expansion: MacroExpansion, origin: Int) {
        frames.append(Frame(text: .expansion(expansion), origin: origin, folder: current.folder))
    }

    mutating func enter(repeating body: [Line], count: Int) {
        frames.append(Frame(text: .repetition(body), repeats: count - 1, origin: current.origin, folder: current.folder))
    }

    /// The next line of what is being read; `nil` at its end.
    mutating func nextLine(longest: Int) -> Site? {
        guard let line = takeLine(longest: longest) else { return nil }
        linesRead += 1
        return Site(line: line, origin: current.origin, order: linesRead)
    }

    /// Goes on where the finished text was entered, or reads a repetition once more.
    mutating func leave() {
        if current.repeats > 0 {
            current.repeats -= 1
            current.taken = 0
            current.openConditions = []
        } else {
            frames.removeLast()
        }
    }

    private mutating func takeLine(longest: Int) -> Line? {
        let index = frames.count - 1
        switch frames[index].text {
        case .file(let bytes, let position, let file):
            guard position < bytes.count else { return nil }
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let hasReturn = end > position && bytes[end - 1] == UInt8(ascii: "\r")
            frames[index].text = .file(bytes: bytes, position: end + 1, index: file)
            frames[index].taken += 1
            return Line(text: bytes[position..<(hasReturn ? end - 1 : end)], file: file, number: frames[index].taken)
        case .expansion(let expansion):
            guard frames[index].taken < expansion.macro.body.count else { return nil }
            frames[index].taken += 1
            return expansion.line(frames[index].taken - 1, longest: longest)
        case .repetition(let lines):
            guard frames[index].taken < lines.count else { return nil }
            frames[index].taken += 1
            return lines[frames[index].taken - 1]
        }
    }
}
