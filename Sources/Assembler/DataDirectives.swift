import ISA

/// Directives that place bytes, or move the place where the next ones go.
extension Assembly {
    mutating func place(_ directive: Directive, _ range: Range<Int>, _ parser: inout Parser, _ site: Site) throws(Fault) {
        switch directive {
        case .word: try values(width: 4, &parser, site)
        case .half: try values(width: 2, &parser, site)
        case .byte: try values(width: 1, &parser, site)
        case .space: try space(&parser, site)
        case .org: try goTo(&parser, site)
        case .align: try align(&parser, site)
        default: try text(closed: directive == .asciz, &parser, site)
        }
    }

    private mutating func values(width: Int, _ parser: inout Parser, _ site: Site) throws(Fault) {
        let expressions = try parser.list { parser throws(Fault) in try parser.expression() }
        // The first is counted as the statement.
        for _ in expressions.dropFirst() { countStatement(site) }
        for expression in expressions where !isStopped {
            fixups.append(Fixup(content: .data(width: width, expression), position: reserve(width, site), site: site))
        }
    }

    private mutating func text(closed: Bool, _ parser: inout Parser, _ site: Site) throws(Fault) {
        for text in try parser.list({ parser throws(Fault) in try parser.string() }) {
            let position = reserve(text.bytes.count + (closed ? 1 : 0), site)
            if isStopped { return }
            sections[position.section].bytes.replaceSubrange(position.offset..<position.offset + text.bytes.count, with: text.bytes)
        }
    }

    private mutating func space(_ parser: inout Parser, _ site: Site) throws(Fault) {
        let expression = try parser.expression()
        let count = try number(expression)
        guard count >= 0 else { throw .at(expression.range, "the count \(count) is negative") }
        reserve(Int(count), fill: try fill(&parser), site)
    }

    /// A byte behind a comma, 0 if there is none.
    private mutating func fill(_ parser: inout Parser) throws(Fault) -> UInt8 {
        guard parser.accept(.comma) else {
            try parser.expectEnd()
            return 0
        }
        let value = try dataValue(try parser.expression(), 1)
        try parser.expectEnd()
        return UInt8(truncatingIfNeeded: value)
    }

    private mutating func goTo(_ parser: inout Parser, _ site: Site) throws(Fault) {
        let expression = try parser.expression()
        try parser.expectEnd()
        let section = openSection(site)
        let target = try evaluate(expression)
        let isRelative = target.section == section
        guard let start = isRelative ? 0 : sections[section].virtual, isRelative || target.section == nil else {
            throw .unknown(expression.range, "the section's address")
        }
        let end = start + Int64(sections[section].bytes.count)
        guard target.number >= end else {
            throw .at(
                expression.range,
                "0x\(String(max(0, target.number), radix: 16)) lies before the current address 0x\(String(end, radix: 16))",
                note: ".org goes forward only; to start elsewhere, open a section: .section NAME, ADDRESS")
        }
        reserve(Int(target.number - end), site)
    }

    private mutating func align(_ parser: inout Parser, _ site: Site) throws(Fault) {
        let expression = try parser.expression()
        let power = try number(expression)
        guard power > 0, power & (power - 1) == 0, power <= 1 << 31 else {
            throw .at(expression.range, "\(power) is not a power of two")
        }
        let filler = try fill(&parser)
        let section = openSection(site)
        let start = sections[section].virtual
        // Sections without an address of their own start on a page.
        if start == nil, power > Int64(Architecture.pageSize) {
            throw .at(expression.range, ".align \(power) needs to know where the section lies", note: "give the section an address")
        }
        let address = (start ?? 0) + Int64(sections[section].bytes.count)
        reserve(Int((power - address % power) % power), fill: filler, site)
    }

    /// A value that fits so many bytes, signed or unsigned.
    mutating func dataValue(_ expression: Expression, _ width: Int) throws(Fault) -> Int64 {
        let value = try number(expression)
        let bits = Int64(8 * width)
        let range = -(Int64(1) << (bits - 1))...(Int64(1) << bits) - 1
        guard range.contains(value) else {
            throw .at(
                expression.range, "\(value) does not fit \(bits) bits",
                note: "values lie between \(range.lowerBound) and \(range.upperBound)")
        }
        return value
    }

    /// `.section NAME`, `.section NAME, ADDRESS` and `.section NAME, VIRTUAL, LOAD`.
    mutating func section(_ parser: inout Parser, _ site: Site) throws(Fault) {
        let (name, range) = try parser.name("a section's name")
        if name.contains(".") { throw .at(range, "a section's name has no dot", note: "write .section text, .section data …") }
        if name.utf8.count > limits.nameLength {
            throw .at(range, "the name has \(name.utf8.count) bytes, and the limit is \(limits.nameLength)")
        }
        // Whatever is wrong with the rest, what follows belongs to this section.
        let existing = sectionIndex[name]
        if let existing { currentSection = existing }
        do throws(Fault) {
            let placement = try placement(&parser)
            if let existing, case .at = placement {
                throw .at(
                    range, "section '\(name)' has its place already",
                    note: "first opened at \(log.place(of: sections[existing].site))")
            }
            if existing == nil { try openSection(name, placement, site, range) }
        } catch {
            doubts.insert(.addresses)
            if existing == nil { try openSection(name, .following, site, range) }
            throw error
        }
    }

    private mutating func placement(_ parser: inout Parser) throws(Fault) -> Section.Placement {
        guard parser.accept(.comma) else {
            try parser.expectEnd()
            return .following
        }
        let virtual = try address(&parser)
        guard parser.accept(.comma) else {
            try parser.expectEnd()
            return .at(virtual: virtual, load: virtual)
        }
        if case .word(let word) = parser.token.kind, word.lowercased() == "auto" {
            parser.advance()
            try parser.expectEnd()
            return .at(virtual: virtual, load: nil)
        }
        let load = try address(&parser)
        try parser.expectEnd()
        return .at(virtual: virtual, load: load)
    }

    private mutating func address(_ parser: inout Parser) throws(Fault) -> UInt32 {
        let expression = try parser.expression()
        let value = try number(expression)
        guard let address = UInt32(exactly: value) else {
            throw .at(expression.range, "\(value) is not an address", note: "addresses lie between 0 and 4294967295")
        }
        return address
    }
}
