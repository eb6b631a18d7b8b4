import ISA

/// One run of the assembler: what the first pass gathers and the second completes.
struct Assembly {
    let limits: AssemblyLimits
    let include: (String) -> IncludeResult
    /// The folder of the main source as diagnostics show it: `""` or with a `/` at its end.
    let folder: String

    var log: DiagnosticLog
    var reader = SourceReader()
    /// Files read so far, by path from the main source's folder.
    var includedFiles: [String: (bytes: [UInt8], index: Int)] = [:]

    var macros: [String: Macro] = [:]
    var expansions = 0
    var symbols: [String: SymbolEntry]
    /// In the order of their definition, so that errors and symbols come in the same order every time.
    var symbolOrder: [String] = []
    var sections: [Section] = []
    var sectionIndex: [String: Int] = [:]
    var currentSection: Int?
    var fixups: [Fixup] = []
    var entry: (expression: Expression, site: Site)?
    /// The last label that is not local.
    var parent = ""

    /// What has been counted against the limits.
    var statements = 0, sourceSize = 0, expansionSize = 0, imageSize = 0, suggestions = 0
    /// Whether a limit on the whole run has been passed; what follows is not read.
    var isStopped = false
    /// Whether the second pass has begun: every symbol and section has its place or is wrong.
    var isLaidOut = false

    /// After some errors, others would only follow from them.
    struct Doubts: OptionSet {
        let rawValue: Int
        /// Names may be missing: a file or a macro could not be read.
        static let names = Doubts(rawValue: 1)
        /// Addresses may be wrong: something has an unknown size.
        static let addresses = Doubts(rawValue: 2)
    }
    var doubts: Doubts = []

    init(main: SourceFile, options: AssemblyOptions, include: @escaping (String) -> IncludeResult) {
        limits = options.limits
        self.include = include
        folder = main.name.lastIndex(of: "/").map { String(main.name[...$0]) } ?? ""
        log = DiagnosticLog(mainFile: main.name, limit: limits.diagnostics)
        symbols = options.predefined.mapValues { SymbolEntry(definition: .predefined(Int64($0)), site: nil) }
    }

    // MARK: The first pass

    mutating func readSource(_ main: SourceFile) {
        let start = Site(line: Line(text: [], file: 0, number: 1), origin: 0, order: 0)
        do throws(Fault) {
            try chargeFile(main.bytes, named: main.name, at: 0..<0)
            reader.enter(file: main.bytes, index: 0, folder: "", origin: 0)
        } catch {
            log.report(error, at: start)
        }
        while !reader.isFinished, !isStopped {
            guard let site = nextLine() else {
                closeText()
                continue
            }
            var parser = parser(for: site)
            do throws(Fault) {
                try labels(&parser, site)
                try statement(&parser, site)
            } catch {
                log.report(error, at: site)
            }
        }
    }

    func parser(for site: Site) -> Parser {
        let section = currentSection ?? 0
        let offset = sections.indices.contains(section) ? sections[section].bytes.count : 0
        return Parser(
            tokens: Lexer.tokens(of: site.line.text), parent: parent, here: Position(section: section, offset: offset),
            nesting: limits.nesting)
    }

    /// The next line of the file, macro or repetition that is being read, counted against the limits.
    mutating func nextLine() -> Site? {
        guard !isStopped, let site = reader.nextLine(longest: limits.lineLength) else { return nil }
        let text = site.line.text
        if text.count > limits.lineLength {
            let start = text.startIndex..<min(text.startIndex + 1, text.endIndex)
            stop(
                .at(
                    start, "the line is too long: the limit is \(limits.lineLength) bytes",
                    note: "lists and text may go on in the next line"), site)
        }
        if reader.current.isExpansion {
            // Lines without a statement count too: an empty repetition is work as well.
            countStatement(site)
            expansionSize += text.count
            if expansionSize > limits.expansionSize {
                stop(.at(text.indices, "macros and repetitions produce more than \(limits.expansionSize) bytes of source"), site)
            }
        }
        return isStopped ? nil : site
    }

    mutating func countStatement(_ site: Site) {
        statements += 1
        if statements > limits.statements {
            stop(
                .at(
                    site.line.text.indices, "there are more than \(limits.statements) statements and values",
                    note: "is a macro or .rept endless?"), site)
        }
    }

    /// Searches for near names only as often as diagnostics are kept: every search goes through all names.
    mutating func maySuggest() -> Bool {
        suggestions += 1
        return suggestions <= limits.diagnostics
    }

    /// Ends the run with an error: going on would take memory or time without a bound.
    mutating func stop(_ fault: Fault, _ site: Site) {
        if !isStopped { log.report(fault, at: site) }
        isStopped = true
        doubts = [.names, .addresses]
    }

    private mutating func closeText() {
        if isStopped { return }
        for condition in reader.current.openConditions {
            log.report(
                .at(condition.range, "the condition has no .endif", note: "add .endif in the same file or macro"),
                at: condition.site)
        }
        reader.leave()
    }

    /// Labels at the start of a line count whatever follows them.
    private mutating func labels(_ parser: inout Parser, _ site: Site) throws(Fault) {
        while case .word = parser.token.kind, parser.isFollowed(by: .colon) {
            let (name, range) = try parser.name("a label")
            parser.advance()
            do throws(Fault) {
                try defineLabel(name, range, site)
                parser.parent = parent
            } catch {
                log.report(error, at: site)
            }
        }
    }

    private mutating func statement(_ parser: inout Parser, _ site: Site) throws(Fault) {
        if parser.isAtEnd { return }
        if !reader.current.isExpansion { countStatement(site) }
        if parser.isFollowed(by: .assign), case .word(let name) = parser.token.kind {
            let range = parser.token.range
            parser.advance()
            parser.advance()
            return try defineConstant(name, range, &parser, site)
        }
        let (word, range) = try parser.name("a label, an instruction or a directive")
        if word.hasPrefix(".") {
            try directive(word, range, &parser, site)
        } else if let macro = macros[word.lowercased()] {
            try expand(macro, range, parser, site)
        } else {
            try instruction(word.lowercased(), range, &parser, site)
        }
    }

    // MARK: Bytes

    /// The section that bytes go to. A source that names none starts in `text`.
    mutating func openSection(_ site: Site) -> Int {
        if let currentSection { return currentSection }
        return createSection("text", .following, site: site, range: site.line.text.indices)
    }

    /// Room in the current section; the second pass may fill it in. Answers where it is.
    @discardableResult
    mutating func reserve(_ count: Int, fill: UInt8 = 0, _ site: Site) -> Position {
        let section = openSection(site)
        let position = Position(section: section, offset: sections[section].bytes.count)
        let total = imageSize.addingReportingOverflow(count)
        let limit = min(limits.imageSize, Image.largestSize)
        guard !total.overflow, total.partialValue <= limit else {
            let size = total.overflow ? UInt(count) + UInt(imageSize) : UInt(total.partialValue)
            stop(.at(site.line.text.indices, "the image is too large: \(size) bytes, and the limit is \(limit)"), site)
            return position
        }
        imageSize = total.partialValue
        sections[section].bytes += [UInt8](repeating: fill, count: count)
        return position
    }
}
