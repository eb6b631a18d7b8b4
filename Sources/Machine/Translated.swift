import ISA

/// What a word of a translation is part of: whether a guest instruction is complete with it, and whose work its cycles are.
package enum WordRole: UInt8, CaseIterable, Sendable {
    /// The guest's instruction itself, unchanged. Also every word that is not in a translation.
    case identical
    /// In place of a sensitive instruction, on the virtual processor's data; the last word of it.
    case emulation, emulationEnd
    /// What holds translations together: jumps between them, return addresses; the last word of an instruction's.
    case glue, glueEnd
    /// Finding where an indirect jump leads; the word after which the guest has jumped.
    case lookup, lookupEnd
    /// The guest's own direct jump, to a translation instead of to the guest's code.
    case retargeted
    /// The first word of an emulation that stands for a routine of the monitor's in the translation cache, and for one that finds what
    /// a port answers: the cycles of `steps` are its, besides its own. Real world: flags saved, state checked, time or a device's
    /// answer computed.
    case routine, portRoutine

    /// Steps of the monitor's software that the word stands for.
    package var steps: [MonitorWork] {
        switch self {
        case .routine: [.routine]
        case .portRoutine: [.routine, .portRoutine]
        default: []
        }
    }

    /// Words executed for an instruction of the guest's, at most.
    package static let wordsAnInstruction: UInt64 = 64

    package var retires: Bool {
        switch self {
        case .identical, .emulationEnd, .glueEnd, .lookupEnd, .retargeted: true
        case .emulation, .glue, .lookup, .routine, .portRoutine: false
        }
    }

    /// The name in views.
    package var name: String {
        switch self {
        case .identical: "identical"
        case .emulation, .emulationEnd: "emulation"
        case .routine, .portRoutine: "routine"
        case .glue, .glueEnd: "glue"
        case .lookup, .lookupEnd: "look-up"
        case .retargeted: "retargeted"
        }
    }

    /// The account of its cycles; `nil` for the guest's own.
    var account: Account? {
        switch self {
        case .identical, .retargeted: nil
        case .emulation, .emulationEnd, .routine, .portRoutine: .emulation
        case .glue, .glueEnd, .lookup, .lookupEnd: .translation
        }
    }
}

/// What words of translations add up to, beside cycles and retired instructions: two figures to a word, so that a run from one
/// jump to the next is three additions.
struct Tally: Hashable, Sendable {
    /// Cycles of emulation in the upper half, of glue in the lower.
    var cycles: UInt64 = 0
    /// Cycles of look-ups in the upper half, look-ups in the lower.
    var lookups: UInt64 = 0
    /// Retired instructions: emulated ones in the upper half, all that are not identical in the lower.
    var counts: UInt64 = 0

    init() {}

    @inline(__always) init(cycles: UInt64, lookups: UInt64, counts: UInt64) {
        (self.cycles, self.lookups, self.counts) = (cycles, lookups, counts)
    }

    init(_ role: WordRole, cycles: UInt64) {
        switch role {
        case .identical, .retargeted: break
        case .emulation, .emulationEnd, .routine, .portRoutine: self.cycles = cycles << 32
        case .glue, .glueEnd: self.cycles = cycles
        case .lookup: lookups = cycles << 32
        case .lookupEnd: lookups = cycles << 32 | 1
        }
        if role.retires, role != .identical { counts = 1 }
        if role == .emulationEnd { counts |= 1 << 32 }
    }

    @inline(__always) static func &+= (left: inout Tally, right: Tally) {
        left.cycles &+= right.cycles
        left.lookups &+= right.lookups
        left.counts &+= right.counts
    }

    @inline(__always) static func &- (left: Tally, right: Tally) -> Tally {
        var result = left
        result.cycles &-= right.cycles
        result.lookups &-= right.lookups
        result.counts &-= right.counts
        return result
    }

    var emulation: UInt64 { cycles >> 32 }
    var glue: UInt64 { cycles & 0xffff_ffff }
    var lookup: UInt64 { lookups >> 32 }
    var lookupCount: UInt64 { lookups & 0xffff_ffff }
    var emulated: UInt64 { counts >> 32 }
    var changed: UInt64 { counts & 0xffff_ffff }
}

/// The part of the host's memory whose words are translations, and what each of them is.
///
/// The roles are annotations for the ledger. Real world: a profiler of the monitor's would know them.
struct TranslationCacheMap: Sendable {
    /// The host's frames; none where there is no translation cache.
    var frames: Range<Int> = 0..<0
    private var roles: [WordRole] = []
    /// The page in the strip where jumps lead to the monitor itself.
    var calloutPage: UInt32 = .max

    init() {}

    init(frames: Range<Int>, calloutPage: UInt32) {
        self.frames = frames
        self.calloutPage = calloutPage
        roles = Array(repeating: .glue, count: frames.count << 10)
    }

    /// By the word's number in the cache.
    subscript(number: Int) -> WordRole {
        get { roles[number] }
        set { roles[number] = newValue }
    }
}

extension Host {
    /// Makes frames of the monitor's a translation cache. A jump to the callout page of the strip ends the run.
    package mutating func startTranslationCache(frames: Range<Int>, calloutPage: UInt32) {
        translations = TranslationCacheMap(frames: frames, calloutPage: calloutPage)
    }

    /// Writes words of the translation cache, from a number on.
    package mutating func setTranslation(
        _ first: Int, count: Int, _ word: (Int) -> (word: UInt32, role: WordRole)
    ) {
        let start = translations.frames.lowerBound << 12 + first * 4
        for index in 0..<count {
            let (word, role) = word(index)
            translations[first + index] = role
            memory.setWord(start + index * 4, word)
            if executions != nil { executions?[first + index] = 0 }
        }
        let range = start..<start + count * 4
        for frame in range.lowerBound >> 12...(range.upperBound - 1) >> 12 { memory.flags[frame].remove(.unchanged) }
        rangeWritten(range)
    }

    /// Writes a word of a translation anew, by its number from the cache's start. What it costs is part of the translator's work.
    package mutating func setTranslatedWord(_ number: Int, _ word: UInt32, _ role: WordRole) {
        translations[number] = role
        writePhysicalWord(UInt32(translations.frames.lowerBound << 12 + number * 4), word)
    }

    /// Has every execution of a word of translations counted from now on, for views: a run is slower then.
    package mutating func countTranslatedWords() { executions = Array(repeating: 0, count: translations.frames.count << 10) }

    /// How often a word has been executed, if that is counted.
    package func executions(ofWord number: Int) -> UInt64? { executions?[number] }

    package func role(ofWord number: Int) -> WordRole { translations[number] }

    package func translatedWord(_ number: Int) -> UInt32 {
        memory.word(translations.frames.lowerBound << 12 + number * 4)
    }
}
