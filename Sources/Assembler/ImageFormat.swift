/// The file format of images: little-endian, every list with its count in front.
///
/// ```
/// "RING32\0" version:1  entry:4
/// count:4  { load:4 virtual:4 size:4 bytes }        segments
/// count:4  { value:4 kind:1 length:2 name }         symbols
/// count:4  { length:2 name }                        files
/// count:4  { load:4 virtual:4 file:4 line:4 }       source map
/// ```
extension Image {
    static let version: UInt8 = 1
    /// How every image begins.
    package static let magic = Array("RING32\0".utf8)

    /// The image as a file's bytes.
    package var encoded: [UInt8] {
        var writer = ImageWriter(bytes: Self.magic + [Self.version])
        writer.word(entry)
        writer.list(segments) { writer, segment in
            writer.word(segment.load)
            writer.word(segment.virtual)
            writer.word(UInt32(segment.bytes.count))
            writer.bytes += segment.bytes
        }
        writer.list(symbols) { writer, symbol in
            writer.word(symbol.value)
            writer.bytes.append(symbol.kind.rawValue)
            writer.name(symbol.name)
        }
        writer.list(files) { writer, file in writer.name(file) }
        writer.list(sourceMap) { writer, line in
            writer.word(line.load)
            writer.word(line.virtual)
            writer.word(UInt32(line.file))
            writer.word(UInt32(line.line))
        }
        return writer.bytes
    }

    /// Reads what `encoded` wrote. Any bytes are safe: those that are no image throw.
    package init(decoding bytes: [UInt8]) throws(ImageError) {
        guard bytes.starts(with: Self.magic) else { throw .notAnImage }
        var reader = ImageReader(bytes: bytes[Self.magic.count...])
        let version = try reader.byte("the version")
        if version != Self.version { throw .version(version) }
        let entry = try reader.word("the entry")
        let segments = try reader.list("the segments", entrySize: 12) { reader throws(ImageError) in
            let load = try reader.word("a segment")
            let virtual = try reader.word("a segment")
            let size = try reader.word("a segment")
            return Segment(load: load, virtual: virtual, bytes: Array(try reader.take(Int(size), "a segment")))
        }
        let symbols = try reader.list("the symbols", entrySize: 7) { reader throws(ImageError) in
            let value = try reader.word("a symbol")
            let kind = try reader.byte("a symbol")
            guard let known = Symbol.Kind(rawValue: kind) else { throw .unknownKind(kind) }
            return Symbol(name: try reader.name("a symbol"), value: value, kind: known)
        }
        let files = try reader.list("the files", entrySize: 2) { reader throws(ImageError) in try reader.name("a file") }
        let sourceMap = try reader.list("the source map", entrySize: 16) { reader throws(ImageError) in
            let load = try reader.word("a source line")
            let virtual = try reader.word("a source line")
            let file = try reader.word("a source line")
            return SourceLine(load: load, virtual: virtual, file: Int(file), line: Int(try reader.word("a source line")))
        }
        if reader.left > 0 { throw .trailing(bytes: reader.left) }
        try self.init(segments: segments, entry: entry, symbols: symbols, files: files, sourceMap: sourceMap)
    }
}

private struct ImageWriter {
    var bytes: [UInt8]

    mutating func word(_ value: UInt32) {
        for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    /// Names are short; the assembler bounds them, and a longer one from elsewhere is cut between two characters.
    mutating func name(_ name: String) {
        var text = name
        while text.utf8.count > Int(UInt16.max) { text.removeLast() }
        let letters = Array(text.utf8)
        bytes.append(UInt8(truncatingIfNeeded: letters.count))
        bytes.append(UInt8(truncatingIfNeeded: letters.count >> 8))
        bytes += letters
    }

    mutating func list<Element>(_ elements: [Element], _ write: (inout ImageWriter, Element) -> Void) {
        word(UInt32(elements.count))
        for element in elements { write(&self, element) }
    }
}

private struct ImageReader {
    var bytes: ArraySlice<UInt8>
    var left: Int { bytes.count }

    mutating func take(_ count: Int, _ part: String) throws(ImageError) -> ArraySlice<UInt8> {
        guard count <= left else { throw .truncated(part: part, needed: count, found: left) }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    mutating func byte(_ part: String) throws(ImageError) -> UInt8 {
        let taken = try take(1, part)
        return taken[taken.startIndex]
    }

    mutating func word(_ part: String) throws(ImageError) -> UInt32 {
        try take(4, part).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func name(_ part: String) throws(ImageError) -> String {
        let length = try take(2, part).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard let name = String(validating: try take(length, part), as: UTF8.self) else { throw .badName(part: part) }
        return name
    }

    /// A count that the bytes left cannot hold is refused before anything is allocated for it.
    mutating func list<Element>(
        _ part: String, entrySize: Int, _ read: (inout ImageReader) throws(ImageError) -> Element
    ) throws(ImageError) -> [Element] {
        let count = Int(try word(part))
        guard count * entrySize <= left else { throw .truncated(part: part, needed: count * entrySize, found: left) }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }
}
