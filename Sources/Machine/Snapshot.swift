import ISA

/// The whole state of a host as a value: processor, TLB, RAM, devices, clock, ledger, counters.
package struct HostSnapshot: Sendable {
    package let cpu: CPU
    package let memory: MemoryImage
    package let tlb: TLB
    package let bus: Bus
    package let ledger: Ledger
    package let counters: Counters
    let skippedTicks: UInt64
    let finalStop: HostStop?
    let fetch: Host.Fetch
    let tracedFrames: [Int]
    let isMonitored: Bool
    let answersHypercalls: Bool
    let firstHole: Host.UsedHole?
    let accessTick: UInt64?
    let tracedWrites: [Range<Int>]
    let limitOfRing: InlineArray<4, UInt32>
    let root: RootMode
    let translations: TranslationCacheMap
    let translatedFrames: [Int]
    let vmExit: VMExit?
    let interruptedDelivery: [Fault]
    let walkCache: WalkCache
}

extension Host {
    /// Costs the pages that changed since the last one; the others are shared.
    package mutating func snapshot() -> HostSnapshot {
        let image = memory.image()
        // `image` has marked all pages unchanged (code pages keep their flag): the next store to each must be noticed.
        lookaside.dropWriteTags()
        return HostSnapshot(
            cpu: cpu, memory: image, tlb: tlb, bus: bus, ledger: ledger, counters: counters, skippedTicks: skippedTicks,
            finalStop: finalStop, fetch: fetch, tracedFrames: memory.frames(with: .traced), isMonitored: isMonitored,
            answersHypercalls: answersHypercalls, firstHole: firstHole,
            accessTick: accessTick,
            tracedWrites: tracedWrites, limitOfRing: limitOfRing, root: root,
            translations: translations, translatedFrames: memory.frames(with: .translated), vmExit: vmExit,
            interruptedDelivery: interruptedDelivery, walkCache: walkCache)
    }

    /// Makes the host what it was. The snapshot must come from a host with the same RAM size and model.
    package mutating func restore(_ snapshot: HostSnapshot) {
        memory.restore(snapshot.memory, traced: snapshot.tracedFrames, translated: snapshot.translatedFrames)
        cpu = snapshot.cpu
        tlb = snapshot.tlb
        bus = snapshot.bus
        ledger = snapshot.ledger
        counters = snapshot.counters
        skippedTicks = snapshot.skippedTicks
        finalStop = snapshot.finalStop
        isMonitored = snapshot.isMonitored
        (answersHypercalls, firstHole) = (snapshot.answersHypercalls, snapshot.firstHole)
        accessTick = snapshot.accessTick
        tracedWrites = snapshot.tracedWrites
        limitOfRing = snapshot.limitOfRing
        (root, vmExit, walkCache) = (snapshot.root, snapshot.vmExit, snapshot.walkCache)
        interruptedDelivery = snapshot.interruptedDelivery
        translations = snapshot.translations
        _ = code.removeAll()
        forgetTranslations()
        banks = lookaside.banks(nonRoot: root.isGuest)
        fetch = snapshot.fetch
        fetchStart = fetch.frame < 0 ? code.empty : addCode(fetch.frame)
    }
}

// Looking without touching: no TLB, no bits, no cost.
extension Host {
    /// Where a virtual address leads for ring 0 now, by the tables, without side effects.
    package func peekTranslation(_ address: UInt32) -> UInt32? {
        guard cpu.pagingEnabled else { return peekNested(address) }
        guard let directory = peekEntry(cpu[.cr3] + (address >> 22) * 4),
            let table = peekEntry(directory & PTE.frame + (address >> 12 & 1023) * 4)
        else { return nil }
        return peekNested(table & PTE.frame | address & 0xfff)
    }

    private func peekEntry(_ place: UInt32) -> UInt32? {
        guard let entry = peekNested(place).map({ physicalWord($0) }) else { return nil }
        return entry & PTE.present == 0 ? nil : entry
    }

    /// The word at a virtual address, if it is aligned and mapped to RAM.
    package func peekWord(_ address: UInt32) -> UInt32? {
        guard address & 3 == 0, let physical = peekTranslation(address) else { return nil }
        return offset(ofPhysical: physical).map { memory.word($0) }
    }
}
