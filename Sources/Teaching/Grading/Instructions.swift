import Assembler
import ISA
import Machine
import Playground

extension Image {
    /// The mnemonics of all instructions that stand in the source.
    var mnemonics: Set<String> {
        var found: Set<String> = []
        for line in sourceMap {
            guard let segment = segments.first(where: { $0.load <= line.load && line.load < $0.load + UInt32($0.bytes.count) })
            else {
                continue
            }
            let offset = Int(line.load - segment.load)
            guard offset + 4 <= segment.bytes.count else { continue }
            let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(segment.bytes[offset + $1]) << UInt32(8 * $1) }
            if let decoded = Decoded(word: word) { found.insert(decoded.instruction.row.mnemonic) }
        }
        return found
    }
}

/// What a guest executes from its beginning to its end, found by watching every instruction, whatever it was written as.
struct ExecutedInstructions {
    private(set) var mnemonics: Set<String> = []

    private static let slice: UInt64 = 100_000

    init(_ image: Image, _ options: RunOptions) throws(UserError) {
        let session = try Session(image, options)
        var words: Set<UInt32> = []
        session.withHost {
            $0.events.capacity = .max
            $0.events.mask = .instruction
        }
        while case .budget = session.stop, session.cycle < options.maxCycles {
            session.run(cycles: min(Self.slice, options.maxCycles - session.cycle))
            for event in session.withHost({ $0.events.drain() }) {
                if case .instruction(let word) = event.kind { words.insert(word) }
            }
        }
        for word in words { Decoded(word: word).map { _ = mnemonics.insert($0.instruction.row.mnemonic) } }
    }
}
