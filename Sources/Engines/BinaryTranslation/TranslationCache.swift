import ISA
import Machine
import VMM

/// All translations, and how they hang together: by links from unit to unit, and by the look-up table.
package struct TranslationCache: Sendable {
    package struct Counters: Hashable, Sendable {
        package var units: UInt64 = 0
        package var instructions: UInt64 = 0
        package var identical: UInt64 = 0
        package var links: UInt64 = 0
        package var unlinks: UInt64 = 0
        package var invalidated: UInt64 = 0
        package var adaptations: UInt64 = 0
        package var reversions: UInt64 = 0
        package var flushes: UInt64 = 0
    }

    private let rules: Translator.Rules
    package internal(set) var units: [TranslationUnit] = []
    var unitOfKey: [UnitKey: Int] = [:]
    private(set) var sites: [Site] = []
    /// By the host's frame, the units of its code.
    private var unitsOfFrame: [Int: [Int]] = [:]
    /// Sites linked to units of other pages, which hold only while these pages lead where they did.
    private var crossLinks: [Int] = []
    /// Entries of the look-up table that are in use, and the ring that they are for.
    private var lookups: [UInt32] = []
    private var isLookup = [Bool](repeating: false, count: Int(TranslatorMemory.lookupEntries))
    private var lookupRing: UInt8 = 0
    /// By site: the unit that it is linked to.
    private var targets: [Int?] = []
    /// The frames of guest-virtual pages, by ring: what a fetch there has been found to reach.
    private var frameOfPage: [CodePage: Int] = [:]
    package internal(set) var adaptations = Adaptations()
    /// The page to which simulated stores go, that the guest's tables let its kernel write.
    private var readablePage: UInt32?
    private var nextWord = 0
    package internal(set) var counters = Counters()

    private struct CodePage: Hashable {
        let page: UInt32
        let ring: UInt8
    }

    /// So many words a unit can have at most.
    private static let longest = Translator.longestUnit * Translator.longestInstruction + Translator.longestEnd
    /// Ways out of a unit at most: three of a simulated store, and those of its end.
    private static let mostSites = 3 * Translator.longestUnit + 2

    init(_ rules: Translator.Rules) { self.rules = rules }

    /// The cache's bytes in use.
    package var bytes: Int { nextWord * 4 }

    // MARK: Finding

    /// The unit that a word of the cache belongs to.
    func unit(ofWord word: Int) -> Int? {
        var (low, high) = (0, units.count)
        while low < high {
            let middle = (low + high) / 2
            if units[middle].cacheWords.upperBound <= word { low = middle + 1 } else { high = middle }
        }
        return low < units.count && units[low].cacheWords.contains(word) ? low : nil
    }

    /// The frame that code at an address is known to lie in.
    func frame(ofCodeAt pc: UInt32, ring: UInt8) -> Int? { frameOfPage[CodePage(page: pc >> 12, ring: ring)] }

    /// Fetches at an address have been found to reach a frame.
    mutating func learn(_ pc: UInt32, ring: UInt8, frame: Int) { frameOfPage[CodePage(page: pc >> 12, ring: ring)] = frame }

    func unit(_ key: UnitKey) -> Int? { unitOfKey[key] }

    // MARK: Making

    /// Translates the code at an address. The caller has made sure that it can be fetched.
    mutating func translate(_ key: UnitKey, on host: inout Host) -> Int {
        if nextWord + Self.longest > TranslatorMemory.cacheWords || sites.count + Self.mostSites > Int(Int16.max) {
            flush(on: &host)
        }
        var translator = translation(of: key, host)
        // A unit does not cross a page of the cache, so that its jumps stay within.
        if (nextWord & 1023) + translator.words.count > 1024 {
            nextWord = (nextWord | 1023) + 1
            translator = translation(of: key, host)
        }
        return install(translator, key, on: &host)
    }

    private func translation(of key: UnitKey, _ host: borrowing Host) -> Translator {
        var translator = Translator(
            ring: key.ring, rules: rules, adapted: adaptations.simulated, firstSite: sites.count, start: nextWord)
        let frame = UInt32(key.frame) << 12
        translator.translate(at: key.pc) { host.monitorWord(frame | $0 & 0xfff) }
        return translator
    }

    private mutating func install(_ translator: Translator, _ key: UnitKey, on host: inout Host) -> Int {
        let number = units.count
        precondition(translator.words.count <= Self.longest && translator.sites.count <= Self.mostSites)
        precondition(translator.words.count <= Int(WordRole.wordsAnInstruction) * translator.source.count)
        host.setTranslation(nextWord, count: translator.words.count) { (translator.words[$0].word, translator.words[$0].role) }
        for site in translator.sites {
            targets.append(nil)
            let word = nextWord + site.word
            sites.append(
                Site(
                    kind: site.kind, word: word, original: translator.words[site.word], linkedRole: site.linkedRole,
                    branch: site.branch.map { $0 + nextWord }, unit: number))
        }
        let begin = host.ledger.clock
        host.charge(.translate, count: UInt64(translator.source.count))
        units.append(TranslationUnit(translator, key, built: begin...host.ledger.clock))
        host.emitMonitorEvent(.translation(pc: key.pc, instructions: translator.source.count))
        unitOfKey[key] = number
        nextWord += translator.words.count
        if unitsOfFrame[key.frame] == nil { host.watchCode(frame: key.frame, true) }
        unitsOfFrame[key.frame, default: []].append(number)
        counters.units &+= 1
        counters.instructions &+= UInt64(translator.source.count)
        counters.identical &+= UInt64(translator.identical)
        return number
    }

    // MARK: Links

    /// Has a way out of a unit lead to another unit from now on.
    mutating func link(_ number: Int, to unit: Int, on host: inout Host) {
        let site = sites[number]
        let (entry, key) = (units[unit].start + 1, units[unit].key)
        let source = units[site.unit].key
        guard units[site.unit].isValid, units[unit].isValid, targets[number] == nil, source.ring == key.ring else { return }
        host.charge(.link)
        counters.links &+= 1
        host.emitMonitorEvent(.link(to: key.pc))
        host.setTranslatedWord(site.word, Self.jump(from: site.word, to: entry, .jmp), site.linkedRole)
        if let branch = site.branch { retarget(branch, to: entry, on: &host) }
        targets[number] = unit
        units[unit].incoming.append(number)
        units[unit].mark(.chained, at: host.ledger.clock)
        if source.pc >> 12 != key.pc >> 12 { crossLinks.append(number) }
    }

    static func jump(from word: Int, to target: Int, _ instruction: Instruction) -> UInt32 {
        Decoded(instruction, immediate: Int32((target - word - 1) * 4)).word
    }

    private func retarget(_ branch: Int, to target: Int, on host: inout Host) {
        guard let decoded = Decoded(word: host.translatedWord(branch)) else { return }
        host.setTranslatedWord(branch, Self.jump(from: branch, to: target, decoded.instruction), .retargeted)
    }

    private mutating func unlink(_ number: Int, on host: inout Host) {
        guard let target = targets[number] else { return }
        targets[number] = nil
        units[target].incoming.removeAll { $0 == number }
        let site = sites[number]
        host.charge(.link)
        counters.unlinks &+= 1
        host.setTranslatedWord(site.word, site.original.word, site.original.role)
        if let branch = site.branch { retarget(branch, to: site.word, on: &host) }
    }

    /// Translations for a ring are entered: those of others must not be found by look-ups.
    mutating func useLookups(ofRing ring: UInt8, on host: inout Host) {
        guard ring != lookupRing else { return }
        clearLookups(on: &host)
        lookupRing = ring
    }

    /// Has indirect jumps to a unit's address find it.
    mutating func addLookup(_ unit: Int, on host: inout Host) {
        let pc = units[unit].key.pc
        let entry = pc >> 2 & (TranslatorMemory.lookupEntries - 1)
        let place = TranslatorMemory.lookupTable << 12 + entry * 8
        host.charge(.link)
        host.setMonitorWord(place, pc)
        host.setMonitorWord(place + 4, units[unit].lookupEntry &- Architecture.stripBase)
        if isLookup[Int(entry)] { return }
        isLookup[Int(entry)] = true
        lookups.append(entry)
    }

    private mutating func clearLookups(on host: inout Host) {
        for entry in lookups {
            host.setMonitorWord(TranslatorMemory.lookupTable << 12 + entry * 8 + 4, 0)
            isLookup[Int(entry)] = false
        }
        host.charge(.link, count: UInt64(lookups.count))
        lookups = []
    }

    // MARK: Coherence

    /// The guest's mapping may have changed: of one page, or of all. Units stay, and are found again once fetching has been tried.
    mutating func forgetMappings(page: UInt32? = nil, on host: inout Host) {
        forgetReadablePage(page, on: &host)
        if let page {
            let known = (UInt8(0)...3).map { CodePage(page: page, ring: $0) }.filter { frameOfPage[$0] != nil }
            if known.isEmpty { return }
            for place in known { frameOfPage[place] = nil }
        } else {
            frameOfPage = [:]
        }
        var kept: [Int] = []
        for number in crossLinks {
            guard let target = targets[number] else { continue }
            if page == nil || units[target].key.pc >> 12 == page { unlink(number, on: &host) } else { kept.append(number) }
        }
        crossLinks = kept
        clearLookups(on: &host)
    }

    /// Stores by simulation to a page of the guest's that is traced need the monitor only if they change what is there.
    func isReadable(page: UInt32) -> Bool { readablePage == page }

    mutating func learnReadable(page: UInt32, on host: inout Host) {
        readablePage = page
        host.setMonitorWord(TranslatorMemory.place(TranslatorMemory.readablePage), page << 12)
    }

    private mutating func forgetReadablePage(_ page: UInt32?, on host: inout Host) {
        guard let known = readablePage, page == nil || page == known else { return }
        readablePage = nil
        host.setMonitorWord(TranslatorMemory.place(TranslatorMemory.readablePage), TranslatorMemory.noPage)
    }

    /// Code has been written: the units of what was there are no longer its translation.
    mutating func written(_ writes: [Range<Int>], on host: inout Host) {
        for write in writes {
            let frame = write.lowerBound >> 12
            let bytes = UInt32(write.lowerBound & 0xfff)..<UInt32((write.upperBound - 1) & 0xfff) + 1
            for unit in unitsOfFrame[frame] ?? [] {
                let start = units[unit].key.pc & 0xfff
                let end = start + UInt32(units[unit].source.count) * 4
                guard start < bytes.upperBound, bytes.lowerBound < end else { continue }
                invalidate(unit, on: &host)
                // What is there now may be no access at all.
                let page = units[unit].key.pc & PTE.frame
                for place in stride(from: bytes.lowerBound & ~3, to: bytes.upperBound, by: 4) { revert(page | place, on: &host) }
            }
        }
    }

    mutating func invalidate(_ unit: Int, on host: inout Host) {
        guard units[unit].isValid else { return }
        units[unit].mark(.invalidated, at: host.ledger.clock)
        counters.invalidated &+= 1
        host.emitMonitorEvent(.invalidation(pc: units[unit].key.pc))
        host.charge(.link)
        let key = units[unit].key
        if unitOfKey[key] == unit { unitOfKey[key] = nil }
        for site in units[unit].incoming { unlink(site, on: &host) }
        clearLookups(on: &host)
        unitsOfFrame[key.frame]?.removeAll { $0 == unit }
        if unitsOfFrame[key.frame]?.isEmpty == true {
            unitsOfFrame[key.frame] = nil
            host.watchCode(frame: key.frame, false)
        }
    }

    /// Everything is dropped: the cache is full.
    mutating func flush(on host: inout Host) {
        counters.flushes &+= 1
        host.charge(.link, count: UInt64(units.count))
        for frame in unitsOfFrame.keys { host.watchCode(frame: frame, false) }
        clearLookups(on: &host)
        (units, unitOfKey, sites, targets, unitsOfFrame) = ([], [:], [], [], [:])
        (crossLinks, frameOfPage, nextWord) = ([], [:], 0)
        adaptations.forgetDetours()
    }
}
