/// Directives that decide which lines are read: files, macros, repetitions, conditions.
extension Assembly {
    // MARK: Files

    mutating func includeFile(_ parser: inout Parser, _ site: Site) throws(Fault) {
        let (written, range) = try parser.string()
        try parser.expectEnd()
        do throws(Fault) {
            let path = try SourcePath.normalised(written, from: reader.current.folder, at: range)
            guard reader.fileDepth <= limits.includeDepth else {
                // A file that includes itself twice would do so thousands of times on the way back.
                isStopped = true
                throw .at(range, "files are included more than \(limits.includeDepth) deep", note: "does a file include itself?")
            }
            let file = try open(path, range)
            try chargeFile(file.bytes, named: path, at: range)
            log.origins.append(
                Origin(cause: .include, file: site.line.file, line: site.line.number, parent: site.origin))
            reader.enter(file: file.bytes, index: file.index, folder: SourcePath.folder(of: path), origin: log.origins.count - 1)
        } catch {
            // What the file defines is missing now.
            doubts = [.names, .addresses]
            throw error
        }
    }

    private mutating func open(_ path: String, _ range: Range<Int>) throws(Fault) -> (bytes: [UInt8], index: Int) {
        if let file = includedFiles[path] { return file }
        switch include(path) {
        case .source(let bytes):
            log.files.append((folder + path).printable)
            let file = (bytes, log.files.count - 1)
            includedFiles[path] = file
            return file
        case .missing:
            throw .at(range, "there is no file '\(path)'", note: "the path starts at the folder of the file that includes it")
        case .unreadable(let reason): throw .at(range, "the file '\(path)' cannot be read: \(reason)")
        case .outside: throw SourcePath.outside(range)
        }
    }

    mutating func chargeFile(_ bytes: [UInt8], named name: String, at range: Range<Int>) throws(Fault) {
        if bytes.count > limits.fileSize {
            throw .at(range, "the file '\(name)' has \(bytes.count) bytes, and the limit is \(limits.fileSize)")
        }
        sourceSize += bytes.count
        if sourceSize > limits.sourceSize {
            isStopped = true
            throw .at(range, "the files have more than \(limits.sourceSize) bytes in all", note: "does a file include itself?")
        }
    }

    // MARK: Macros and repetitions

    /// The lines up to the directive that closes `opener`, which may hold further pairs of the two.
    private mutating func body(from opener: Directive, to closer: Directive, _ range: Range<Int>, _ site: Site) throws(Fault)
        -> [Line]
    {
        var lines: [Line] = []
        var depth = 1
        while let next = nextLine() {
            let directive = directive(on: next.line)
            if directive == opener { depth += 1 }
            if directive == closer { depth -= 1 }
            if depth == 0 { return lines }
            lines.append(next.line)
        }
        if isStopped { throw .reported }
        throw .at(
            range, "the .\(opener.rawValue) has no .\(closer.rawValue)", note: "add .\(closer.rawValue) in the same file or macro")
    }

    /// The directive of a line that is not processed now.
    private func directive(on line: Line) -> Directive? {
        // Most lines hold no dot, and need not be cut into tokens.
        guard line.text.contains(UInt8(ascii: ".")) else { return nil }
        var words = Lexer.tokens(of: line.text)[...]
        while words.count > 2, case .word = words[words.startIndex].kind, words[words.startIndex + 1].kind == .mark(.colon) {
            words = words.dropFirst(2)
        }
        guard case .word(let word) = words.first?.kind, word.hasPrefix(".") else { return nil }
        return Directive(rawValue: word.dropFirst().lowercased())
    }

    mutating func macroDefinition(_ directive: Range<Int>, _ parser: inout Parser, _ site: Site) throws(Fault) {
        // The body is taken before anything else, so that a wrong first line does not make its lines statements.
        let body: [Line]
        do throws(Fault) {
            body = try self.body(from: .macro, to: .endm, directive, site)
        } catch {
            doubts.insert(.names)
            throw error
        }
        do throws(Fault) {
            let (name, range) = try parser.name("the macro's name")
            let parameters = try parameters(&parser, site)
            let key = name.lowercased()
            if Form.named[key] != nil { throw .at(range, "a macro cannot be called '\(name)', which is an instruction") }
            if name.contains(".") { throw .at(range, "a macro's name has no dot") }
            if let first = macros[key] {
                throw .at(range, "macro '\(name)' is defined already", note: "first defined at \(log.place(of: first.site))")
            }
            macros[key] = Macro(name: name, parameters: parameters, body: body, site: site)
        } catch {
            doubts.insert(.names)
            throw error
        }
    }

    private func parameters(_ parser: inout Parser, _ site: Site) throws(Fault) -> [Macro.Parameter] {
        _ = parser.accept(.comma)
        if parser.isAtEnd { return [] }
        var names: Set<String> = []
        return try parser.list { parser throws(Fault) in
            let (name, range) = try parser.name("a parameter's name")
            if name.contains(".") { throw .at(range, "a parameter's name has no dot") }
            if !names.insert(name).inserted { throw .at(range, "the macro has two parameters '\(name)'") }
            guard parser.accept(.assign) else { return Macro.Parameter(name: name, defaultText: nil) }
            return Macro.Parameter(name: name, defaultText: try argument(&parser, site))
        }
    }

    /// The text of an argument: up to the next comma that is not within brackets.
    private func argument(_ parser: inout Parser, _ site: Site) throws(Fault) -> [UInt8] {
        let start = parser.token.range.lowerBound
        var end = start
        var depth = 0
        loop: while !parser.isAtEnd {
            switch parser.token.kind {
            case .mark(.open), .mark(.openBracket): depth += 1
            case .mark(.close), .mark(.closeBracket): depth -= 1
            case .mark(.comma) where depth <= 0: break loop
            case .invalid: throw parser.unexpected("")
            default: break
            }
            end = parser.token.range.upperBound
            parser.advance()
        }
        return Array(site.line.text[start..<end])
    }

    mutating func expand(_ macro: Macro, _ range: Range<Int>, _ parser: Parser, _ site: Site) throws(Fault) {
        var parser = parser
        do throws(Fault) {
            let arguments = parser.isAtEnd ? [] : try parser.list { parser throws(Fault) in try argument(&parser, site) }
            try checkExpansionDepth(range)
            let expansion = try MacroExpansion(macro, arguments: arguments, number: expansions, at: range)
            expansions += 1
            log.origins.append(Origin(cause: .macro(macro.name), file: site.line.file, line: site.line.number, parent: site.origin))
            reader.enter(expansion, origin: log.origins.count - 1)
        } catch {
            doubts = [.names, .addresses]
            throw error
        }
    }

    private mutating func checkExpansionDepth(_ range: Range<Int>) throws(Fault) {
        guard reader.expansionDepth < limits.expansionDepth else {
            isStopped = true
            throw .at(
                range, "macros and repetitions are nested more than \(limits.expansionDepth) deep", note: "does a macro use itself?"
            )
        }
    }

    mutating func repetition(_ directive: Range<Int>, _ parser: inout Parser, _ site: Site) throws(Fault) {
        let body = try body(from: .rept, to: .endr, directive, site)
        do throws(Fault) {
            let expression = try parser.expression()
            try parser.expectEnd()
            let count = try number(expression)
            guard (0...Int64(limits.statements)).contains(count) else {
                throw .at(expression.range, "the count \(count) does not lie between 0 and \(limits.statements)")
            }
            try checkExpansionDepth(directive)
            if count > 0, !body.isEmpty { reader.enter(repeating: body, count: Int(count)) }
        } catch {
            doubts = [.names, .addresses]
            throw error
        }
    }

    // MARK: Conditions

    mutating func condition(_ directive: Directive, _ range: Range<Int>, _ parser: inout Parser, _ site: Site) throws(Fault) {
        if directive.opensCondition {
            var fault: Fault?
            let holds: Bool
            do throws(Fault) {
                holds = try conditionHolds(directive, &parser)
            } catch {
                // Neither branch is known to be the right one; the first is read, and what follows from that is not blamed.
                holds = true
                fault = error
                doubts = [.names, .addresses]
            }
            guard reader.current.openConditions.count < limits.conditionDepth else {
                isStopped = true
                throw .at(range, "conditions are nested more than \(limits.conditionDepth) deep", note: "is an .endif missing?")
            }
            reader.current.openConditions.append(SourceReader.Condition(site: site, range: range))
            if !holds { skipBranch() }
            if let fault { throw fault }
            return
        }
        guard var open = reader.current.openConditions.popLast() else {
            throw .at(range, ".\(directive.rawValue) without .if", note: "its .if must stand before it in the same file or macro")
        }
        if directive == .else {
            if open.hasElse {
                log.report(.at(range, "a second .else", note: "the condition is at \(log.place(of: open.site))"), at: site)
            }
            open.hasElse = true
            reader.current.openConditions.append(open)
            skipBranch()
        }
        try parser.expectEnd()
    }

    private mutating func conditionHolds(_ directive: Directive, _ parser: inout Parser) throws(Fault) -> Bool {
        defer { while !parser.isAtEnd { parser.advance() } }
        if directive == .if {
            let expression = try parser.expression()
            try parser.expectEnd()
            return try number(expression) != 0
        }
        let (name, range) = try parser.name("a name")
        try parser.expectEnd()
        let isDefined = symbols[try parser.fullName(name, range)] != nil || macros[name.lowercased()] != nil
        return isDefined == (directive == .ifdef)
    }

    /// Reads past the lines of a branch that does not hold, up to its `.else` or `.endif`.
    private mutating func skipBranch() {
        var depth = 0
        while let next = nextLine() {
            guard let directive = directive(on: next.line) else { continue }
            if directive.opensCondition { depth += 1 }
            if depth == 0, directive == .else, reader.current.openConditions.last?.hasElse == false {
                let last = reader.current.openConditions.count - 1
                reader.current.openConditions[last].hasElse = true
                return
            }
            if directive == .endif {
                if depth == 0 {
                    reader.current.openConditions.removeLast()
                    return
                }
                depth -= 1
            }
        }
    }
}

/// Paths of included files, from the main source's folder.
enum SourcePath {
    /// The path without `.` and `..`; a path that leaves the main source's folder is refused.
    static func normalised(_ written: [UInt8], from folder: String, at range: Range<Int>) throws(Fault) -> String {
        guard let text = String(validating: written, as: UTF8.self), !text.utf8.contains(where: { $0 < 0x20 }),
            written.count <= 1024
        else {
            throw .at(range, "this is not a path", note: "a path is UTF-8 text of at most 1024 bytes without control characters")
        }
        if text.hasPrefix("/") { throw outside(range) }
        var parts: [Substring] = []
        for part in (folder + text).split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                throw outside(range)
            }
        }
        if parts.isEmpty { throw .at(range, "this is not the path of a file") }
        return parts.joined(separator: "/")
    }

    /// `""`, or with a `/` at its end.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    static func outside(_ range: Range<Int>) -> Fault {
        .at(range, "the path leads out of the main source's folder", note: "included files lie in that folder or below it")
    }
}
