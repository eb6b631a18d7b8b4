import ISA

/// A program ready to load: bytes with their places, and what is known of their source.
package struct Image: Hashable, Sendable {
    package struct Segment: Hashable, Sendable {
        /// The physical address that the bytes are loaded at, and the address that they are linked for.
        package let load: UInt32, virtual: UInt32
        package let bytes: [UInt8]

        package init(load: UInt32, virtual: UInt32, bytes: [UInt8]) {
            self.load = load
            self.virtual = virtual
            self.bytes = bytes
        }
    }

    package struct Symbol: Hashable, Sendable {
        package enum Kind: UInt8, CaseIterable, Sendable { case label, constant }

        /// A local label's name has its label's in front: `parent.name`.
        package let name: String
        /// A label's virtual address.
        package let value: UInt32
        package let kind: Kind

        package init(name: String, value: UInt32, kind: Kind) {
            self.name = name
            self.value = value
            self.kind = kind
        }
    }

    /// Where an instruction's word comes from.
    package struct SourceLine: Hashable, Sendable {
        package let load: UInt32, virtual: UInt32
        /// An index into the image's files.
        package let file: Int
        /// Counts from 1.
        package let line: Int

        package init(load: UInt32, virtual: UInt32, file: Int, line: Int) {
            self.load = load
            self.virtual = virtual
            self.file = file
            self.line = line
        }
    }

    /// In the order of their load addresses; they do not overlap.
    package let segments: [Segment]
    /// The virtual address of the first instruction, a multiple of 4.
    package let entry: UInt32
    /// In the order of their values, then names. The bounds of sections are among the constants.
    package let symbols: [Symbol]
    /// The sources' names, as diagnostics show them.
    package let files: [String]
    /// One for each word that is an instruction, in the order of their load addresses.
    package let sourceMap: [SourceLine]

    /// The value of a label or constant that the program gave.
    package func value(of name: String) -> UInt32? { symbols.first { $0.name == name }?.value }

    /// Bytes of all segments.
    package static let largestSize = 64 << 20

    /// Takes the parts in any order. What does not fit together is refused: parts may come from a file.
    package init(
        segments: [Segment], entry: UInt32, symbols: [Symbol] = [], files: [String] = [], sourceMap: [SourceLine] = []
    ) throws(ImageError) {
        let size = segments.reduce(0) { $0 + $1.bytes.count }
        if size > Self.largestSize { throw .tooLarge(bytes: size) }
        if entry % 4 != 0 { throw .misalignedEntry(entry) }
        let sorted = segments.sorted { ($0.load, $0.bytes.count) < ($1.load, $1.bytes.count) }
        var previous: (load: UInt32, end: Int)?
        for segment in sorted {
            let end = Int(max(segment.load, segment.virtual)) + segment.bytes.count
            if end > Int(UInt32.max) { throw .pastTheTop(load: segment.load, virtual: segment.virtual, bytes: segment.bytes.count) }
            if let previous, Int(segment.load) < previous.end { throw .overlap(previous.load, segment.load) }
            previous = (segment.load, Int(segment.load) + segment.bytes.count)
        }
        for line in sourceMap where !files.indices.contains(line.file) { throw .unknownFile(line.file, count: files.count) }
        self.segments = sorted
        self.entry = entry
        self.symbols = symbols.sorted { ($0.value, $0.name, $0.kind.rawValue) < ($1.value, $1.name, $1.kind.rawValue) }
        self.files = files
        self.sourceMap = sourceMap.sorted { ($0.load, $0.virtual, $0.file, $0.line) < ($1.load, $1.virtual, $1.file, $1.line) }
    }
}

/// Why bytes are no image.
package enum ImageError: Error, Hashable, Sendable {
    case notAnImage
    case version(UInt8)
    /// Something that says how much follows, and how much does.
    case truncated(part: String, needed: Int, found: Int)
    case trailing(bytes: Int)
    case badName(part: String)
    case unknownKind(UInt8)
    case unknownFile(Int, count: Int)
    case misalignedEntry(UInt32)
    case tooLarge(bytes: Int)
    case pastTheTop(load: UInt32, virtual: UInt32, bytes: Int)
    case overlap(UInt32, UInt32)

    package var text: String {
        switch self {
        case .notAnImage: "this is not a Ring32 image: it does not start with RING32"
        case .version(let version): "the image has format version \(version), and only \(Image.version) is known"
        case .truncated(let part, let needed, let found):
            "the image ends early: \(part) needs \(needed) bytes, and \(found) are left"
        case .trailing(let bytes): "\(bytes) bytes follow the image's end"
        case .badName(let part): "\(part) has a name that is not UTF-8"
        case .unknownKind(let kind): "a symbol has kind \(kind), and the last known is \(Image.Symbol.Kind.allCases.count - 1)"
        case .unknownFile(let file, let count): "a source line is in file \(file), and there are \(count) files"
        case .misalignedEntry(let entry): "the entry \(Decoded.hexadecimal(entry)) is not a multiple of 4"
        case .tooLarge(let bytes): "the segments have \(bytes) bytes, and the limit is \(Image.largestSize)"
        case .pastTheTop(let load, let virtual, let bytes):
            "a segment of \(bytes) bytes, loaded at \(Decoded.hexadecimal(load)) for \(Decoded.hexadecimal(virtual)), does not end below 2^32"
        case .overlap(let one, let other):
            "the segments loaded at \(Decoded.hexadecimal(one)) and \(Decoded.hexadecimal(other)) overlap"
        }
    }
}

extension Assembly {
    /// The finished program. Everything that could be wrong with it has been reported by now.
    func image(entry: UInt32) -> Image {
        let segments = sections.filter { !$0.bytes.isEmpty }.map { section in
            Image.Segment(
                load: UInt32(section.load), virtual: UInt32(section.address(of: .start)), bytes: section.bytes)
        }
        let lines = fixups.compactMap { fixup -> Image.SourceLine? in
            guard case .instruction = fixup.content else { return nil }
            let section = sections[fixup.position.section]
            return Image.SourceLine(
                load: UInt32(section.load) + UInt32(fixup.position.offset),
                virtual: UInt32(section.address(of: .start)) + UInt32(fixup.position.offset),
                file: fixup.site.line.file, line: fixup.site.line.number)
        }
        do throws(ImageError) {
            return try Image(
                segments: segments, entry: entry, symbols: symbolOrder.compactMap(imageSymbol), files: log.files, sourceMap: lines)
        } catch {
            preconditionFailure("the sections have been checked, and yet: \(error.text)")
        }
    }

    private func imageSymbol(_ name: String) -> Image.Symbol? {
        switch symbols[name]?.definition {
        case .label(let position):
            let address = sections[position.section].address(of: .start) + Int64(position.offset)
            return Image.Symbol(name: name, value: UInt32(truncatingIfNeeded: address), kind: .label)
        case .constant(let value):
            let base = value.section.flatMap { sections[$0].virtual } ?? 0
            return Image.Symbol(name: name, value: UInt32(truncatingIfNeeded: base + value.number), kind: .constant)
        case .bound(let section, let bound):
            return Image.Symbol(
                name: name, value: UInt32(truncatingIfNeeded: sections[section].address(of: bound)), kind: .constant)
        case .predefined, .deferred, .evaluating, .failed, nil: return nil
        }
    }
}
