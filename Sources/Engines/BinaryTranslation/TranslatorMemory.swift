import ISA
import Machine
import VMM

/// Where the translator's data and code lie: among the monitor's frames, and in the strip of every address space, where
/// translations reach them with the monitor forms.
enum TranslatorMemory {
    // Pages of the strip. The first is where jumps lead to the monitor itself; nothing is mapped there for outer rings.
    static let calloutPage: UInt32 = 0
    /// The virtual processor, as far as translations read or write it.
    static let processor: UInt32 = 7
    /// Its interrupt flag, twice: the first way is closed while an interrupt waits, so that enabling interrupts is seen.
    static let guardedFlags: UInt32 = 8
    static let flags: UInt32 = 9
    /// Where indirect jumps lead: pairs of a guest address and an offset in the strip.
    static let lookupTable: UInt32 = 12
    static let lookupPages: UInt32 = 2
    static let lookupEntries = lookupPages << 12 / 8
    static let cache: UInt32 = 16
    static let cachePages: UInt32 = 256
    static let cacheWords = Int(cachePages) << 10
    /// What is left for shadows.
    static let pool = cache + cachePages..<MonitorMemory.frameCount

    private static let flagsFrame: UInt32 = 8

    // Words of the processor's page, as offsets in the strip.
    /// Where translations keep the guest's r0, r1 and r2 while they use these.
    static let saved: [UInt32] = (0..<3).map { processor << 12 + $0 * 4 }
    /// Where an indirect jump leads.
    static let target: UInt32 = processor << 12 + 0xc
    static let trapTable: UInt32 = processor << 12 + 0x10
    /// The guest-virtual address of a traced page where simulated stores may look for themselves what is there.
    static let readablePage: UInt32 = processor << 12 + 0x14
    /// How many of those the monitor need not be told of, until it is told of one.
    static let untold: UInt32 = processor << 12 + 0x18
    static let mostUntold: UInt32 = 16
    /// In place of such an address: neither a page's, nor one with low bits that a word cannot have.
    static let noPage: UInt32 = 4
    static func control(_ number: UInt8) -> UInt32 { processor << 12 + 0x20 + UInt32(number) * 4 }
    // Words of the flags' page, as offsets in it.
    static let interruptFlag: UInt32 = 0
    /// What it was before the last `sti`.
    static let flagBefore: UInt32 = 4
    /// The last cr8 that a translation has set; it is written for the guard's sake.
    static let taskPriority: UInt32 = 8

    /// The host-physical address of a word, by its offset in the strip.
    static func place(_ offset: UInt32) -> UInt32 {
        offset >> 12 == flags ? flagsFrame << 12 | offset & 0xfff : offset
    }

    /// `ring`: the least privileged that translations run in.
    static func build(ring: UInt32, on host: inout Host) {
        MonitorMemory.map(page: processor, frame: processor, ring: ring, writable: true, on: &host)
        MonitorMemory.map(page: guardedFlags, frame: flagsFrame, ring: ring, writable: true, on: &host)
        MonitorMemory.map(page: flags, frame: flagsFrame, ring: ring, writable: true, on: &host)
        for page in lookupTable..<lookupTable + lookupPages {
            MonitorMemory.map(page: page, frame: page, ring: ring, writable: false, on: &host)
        }
        for page in cache..<cache + cachePages {
            MonitorMemory.map(page: page, frame: page, ring: ring, writable: false, on: &host)
        }
        host.setMonitorWord(place(readablePage), noPage)
        host.startTranslationCache(
            frames: Int(cache)..<Int(cache + cachePages), calloutPage: Architecture.stripBase >> 12 + calloutPage)
    }

    /// Opens or closes the guarded way to the interrupt flag.
    static func guardFlags(_ closed: Bool, ring: UInt32, on host: inout Host) {
        MonitorMemory.map(page: guardedFlags, frame: flagsFrame, ring: ring, writable: !closed, on: &host)
        host.charge(.tableEntry)
        host.invalidatePage(Architecture.stripBase + guardedFlags << 12)
    }

    /// The address of a word of the cache.
    static func address(ofWord number: Int) -> UInt32 { Architecture.stripBase + cache << 12 + UInt32(number) * 4 }

    /// The number of the word at an address, if it is one of the cache.
    static func word(at address: UInt32) -> Int? {
        let start = Architecture.stripBase + cache << 12
        guard address >= start, address < start + cachePages << 12 else { return nil }
        return Int(address - start) / 4
    }
}

/// What a jump to the callout page asks for, by the page's word.
enum Callout: Int {
    /// An indirect jump whose target the look-up table does not have.
    case lookup
    /// A direct jump that is not linked; r0 has the site's number.
    case continuation
    /// An instruction that the monitor carries out; likewise.
    case instruction

    var address: UInt32 { Architecture.stripBase + TranslatorMemory.calloutPage << 12 + UInt32(rawValue) * 4 }
}
