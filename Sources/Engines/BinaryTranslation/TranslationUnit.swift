import ISA
import Machine

/// What a translation unit is the translation of: code at a guest-virtual address, in a frame, for a ring.
package struct UnitKey: Hashable, Sendable {
    package let pc: UInt32
    /// The host's frame.
    package let frame: Int
    package let ring: UInt8
}

/// A word of a translation, and what is known of the guest just before it is executed.
struct TranslatedWord: Hashable, Sendable {
    var word: UInt32
    let role: WordRole
    /// Which of the unit's instructions it is part of.
    let origin: UInt8
    var state: GuestPoint
}

/// Where the guest is at a word of a translation, so that whatever happens there can be told in the guest's terms.
package struct GuestPoint: Hashable, Sendable {
    /// The guest's pc: of the instruction being carried out, or the next one's. Without meaning if `isDynamic`.
    package var pc: UInt32
    /// Nothing of the instruction at `pc` has been done: the guest is between two instructions.
    var isBoundary = false
    /// The pc is where the indirect jump just made leads; it lies in the processor's page.
    var isDynamic = false
    /// Bit n: the translation uses rn; the guest's is saved in the processor's page.
    var clobbered: UInt8 = 0
    /// `sti` was the instruction before.
    var followsSti = false
}

/// Where a translation unit can be left for the monitor.
struct Site: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// To the translation of the code at a guest address.
        case continuation(target: UInt32)
        /// For an instruction that the monitor carries out.
        case instruction
        /// For a load or store that has needed the monitor too often.
        case access
    }
    let kind: Kind
    /// The cache's word that is replaced by a jump when the continuation is linked, and what it is otherwise.
    let word: Int
    let original: TranslatedWord
    /// The role of the jump.
    let linkedRole: WordRole
    /// The conditional jump that leads here, which is retargeted, too.
    let branch: Int?
    let unit: Int
}

/// A translation unit: up to twelve guest instructions, to the first that ends straight-line execution.
package struct TranslationUnit: Sendable {
    package let key: UnitKey
    /// The guest's words.
    package let source: [UInt32]
    /// The cache's word where it begins, which is the way in from look-ups; the way in from direct jumps is the next.
    package let start: Int
    /// What was made of them, before anything was linked.
    let words: [TranslatedWord]
    package let identical: Int
    /// Sites that are linked to this unit.
    package internal(set) var incoming: [Int] = []
    /// Entries from units that were patched for a while, if entries are counted.
    var detours: UInt64 = 0
    /// By mark: when that happened last.
    private var times = InlineArray<6, UInt64>(repeating: .max)
    package private(set) var isValid = true

    package enum Mark: Int, CaseIterable, Sendable {
        /// Its translation began.
        case building
        /// It could be executed.
        case installed
        /// A jump of another unit was linked to it.
        case chained
        /// It goes on in a unit that carries an instruction out without a trap.
        case adapted
        /// It no longer does.
        case reverted
        case invalidated
    }

    init(_ translator: Translator, _ key: UnitKey, built: ClosedRange<UInt64>) {
        (self.key, source, start) = (key, translator.source, translator.start)
        (words, identical) = (translator.words, translator.identical)
        mark(.building, at: built.lowerBound)
        mark(.installed, at: built.upperBound)
    }

    /// What has happened to it, with the cycle of the last time.
    package var history: [(mark: Mark, cycle: UInt64)] {
        Mark.allCases.map { ($0, times[$0.rawValue]) }.filter { $0.1 != .max }.sorted { $0.1 < $1.1 }
    }

    mutating func mark(_ mark: Mark, at cycle: UInt64) {
        if mark == .invalidated { isValid = false }
        times[mark.rawValue] = cycle
    }

    var cacheWords: Range<Int> { start..<start + words.count }
    package var wordCount: Int { words.count }
    /// Which of the guest's instructions a word is part of.
    package func origin(ofWord index: Int) -> Int { Int(words[index].origin) }
    /// The first word of an instruction's translation, by the instruction's number.
    func firstWord(of origin: Int) -> Int? { words.indices.dropFirst().first { words[$0].origin == UInt8(origin) } }
    package func address(ofWord index: Int) -> UInt32 { TranslatorMemory.address(ofWord: start + index) }
    var entry: UInt32 { TranslatorMemory.address(ofWord: start + 1) }
    var lookupEntry: UInt32 { TranslatorMemory.address(ofWord: start) }
}
