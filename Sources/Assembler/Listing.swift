import ISA

extension Image {
    /// The image as source text. Assembling it gives the same segments and the same entry, also where the assembler knows
    /// the names of `predefined`: labels that are called like them are left out.
    package func listing(predefined: some Collection<String> = EmptyCollection()) -> String {
        var listing = Listing(self, taken: Set(predefined))
        for index in segments.indices { listing.add(segment: index) }
        return listing.finished()
    }
}

/// Builds a listing: each segment becomes a section, words that are instructions are disassembled, the rest is data.
private struct Listing {
    private let image: Image
    private var text = ""
    /// Label names by address, those that assemble as they are.
    private let names: [UInt32: [String]]
    private var placed: Set<UInt32> = []
    private let instructions: Set<UInt32>
    private static let longestText = 256

    init(_ image: Image, taken predefined: Set<String>) {
        self.image = image
        instructions = Set(image.sourceMap.map(\.load))
        let sections = Set(image.segments.indices.map(Self.sectionName))
        var taken = predefined
        let labels = image.symbols.filter { symbol in
            symbol.kind == .label && Self.isName(symbol.name) && !Self.belongs(symbol.name, to: sections)
                && taken.insert(symbol.name).inserted
        }
        names = Dictionary(grouping: labels, by: \.value).mapValues { $0.map(\.name) }
    }

    private static func sectionName(_ index: Int) -> String { "segment\(index)" }

    /// Whether it may be written as a label: an image from elsewhere may call its symbols anything.
    private static func isName(_ name: String) -> Bool {
        let isWord = name.utf8.first?.isWordStart ?? false && name.utf8.allSatisfy(\.isWordPart)
        let hasEmptyPart = name.split(separator: ".", omittingEmptySubsequences: false).contains("")
        return isWord && !hasEmptyPart && name.utf8.count <= AssemblyLimits().nameLength && !RegisterName.isReserved(name)
    }

    private static func belongs(_ name: String, to sections: Set<String>) -> Bool {
        name.firstIndex(of: ".").map { sections.contains(String(name[..<$0])) } ?? false
    }

    mutating func add(segment index: Int) {
        let segment = image.segments[index]
        text +=
            "\n.section \(Self.sectionName(index)), \(Decoded.hexadecimal(segment.virtual)), \(Decoded.hexadecimal(segment.load))\n"
        var offset = 0
        while offset < segment.bytes.count {
            let address = segment.virtual + UInt32(offset)
            label(at: address)
            if let decoded = instruction(segment, offset) {
                add(decoded, at: address)
                offset += 4
            } else {
                let end = dataEnd(segment, offset)
                while offset < end { offset += data(segment, offset, end) }
            }
        }
        label(at: segment.virtual + UInt32(offset))
    }

    /// The labels that no item starts at become constants, in front of everything.
    func finished() -> String {
        let entry = names[image.entry]?.first ?? Decoded.hexadecimal(image.entry)
        let constants = names.filter { !placed.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { address, names in
            names.map { "\($0) = \(Decoded.hexadecimal(address))\n" }
        }
        return ".entry \(entry)\n" + constants.joined() + text
    }

    private mutating func label(at address: UInt32) {
        guard let names = names[address], placed.insert(address).inserted else { return }
        for name in names { text += "\(name):\n" }
    }

    private mutating func add(_ decoded: Decoded, at address: UInt32) {
        let source = decoded.text(at: address) { names[$0]?.first }
        let padding = String(repeating: " ", count: max(1, 36 - source.utf8.count))
        text += "    \(source)\(padding); \(Decoded.hexadecimal(address)): \(Decoded.hexadecimal(decoded.word))\n"
    }

    /// Writes the first of the data that ends at `end`, and answers how many bytes it took.
    private mutating func data(_ segment: Image.Segment, _ offset: Int, _ end: Int) -> Int {
        let data = segment.bytes[offset..<end]
        let zeros = data.prefix { $0 == 0 }.count
        if zeros >= 16 || zeros == data.count {
            text += "    .space \(zeros)\n"
            return zeros
        }
        let letters = data.prefix(Self.longestText).prefix { (0x20..<0x7f).contains($0) }
        if letters.count >= 4, letters.endIndex < end, segment.bytes[letters.endIndex] == 0 {
            let escaped = String(decoding: letters, as: UTF8.self).map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }
                .joined()
            text += "    .asciz \"\(escaped)\"\n"
            return letters.count + 1
        }
        if (segment.virtual + UInt32(offset)) % 4 == 0, data.count >= 4 {
            text += "    .word \(Decoded.hexadecimal(Self.word(segment, offset)))\n"
            return 4
        }
        text += "    .byte \(data[offset])\n"
        return 1
    }

    /// Without a source map every word that decodes may be an instruction; long stretches of zeros are not.
    private func instruction(_ segment: Image.Segment, _ offset: Int) -> Decoded? {
        guard (segment.virtual + UInt32(offset)) % 4 == 0, offset + 4 <= segment.bytes.count else { return nil }
        let word = Self.word(segment, offset)
        let isMarked = image.sourceMap.isEmpty ? word != 0 : instructions.contains(segment.load + UInt32(offset))
        return isMarked ? Decoded(word: word) : nil
    }

    /// Data goes on to the next label or instruction.
    private func dataEnd(_ segment: Image.Segment, _ offset: Int) -> Int {
        var end = offset + 1
        while end < segment.bytes.count, names[segment.virtual + UInt32(end)] == nil, instruction(segment, end) == nil { end += 1 }
        return end
    }

    private static func word(_ segment: Image.Segment, _ offset: Int) -> UInt32 {
        segment.bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
