import Assembler
import ISA
import Machine
import Playground

extension Image {
    /// The word that is loaded at an address.
    func word(at load: UInt32) -> UInt32? {
        guard let segment = segments.first(where: { $0.load <= load && load < $0.load + UInt32($0.bytes.count) }) else {
            return nil
        }
        let offset = Int(load - segment.load)
        guard offset + 4 <= segment.bytes.count else { return nil }
        return (0..<4).reduce(UInt32(0)) { $0 | UInt32(segment.bytes[offset + $1]) << UInt32(8 * $1) }
    }

    /// All instructions that stand in the source.
    var instructions: Set<Instruction> {
        Set(sourceMap.compactMap { word(at: $0.load) }.compactMap { Decoded(word: $0)?.instruction })
    }
}

extension Set<Instruction> {
    /// Those that are named, each by its mnemonic or as `privileged`.
    func names(among names: [String]) -> [String] {
        let found = compactMap { instruction -> String? in
            if names.contains(instruction.row.mnemonic) { return instruction.row.mnemonic }
            return names.contains("privileged") && instruction.row.privilege == .privileged ? instruction.syntax : nil
        }
        return found.uniqued().sorted()
    }
}

/// What a guest executes from its beginning to its end, found by watching every instruction, whatever it was written as.
struct ExecutedInstructions {
    private(set) var all: Set<Instruction> = []

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
        all = Set(words.compactMap { Decoded(word: $0)?.instruction })
    }
}
