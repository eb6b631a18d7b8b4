import ISA

/// What an access is for.
enum Access { case read, write, fetch }

/// Where a virtual address leads.
enum Translation {
    /// An offset in RAM.
    case ram(Int)
    /// A physical address where no RAM is: a device's, or nobody's.
    case outside(UInt32)
    case fault(Fault)
}

extension Host {
    /// Translates an aligned address for an access by `ring`, filling TLB and lookaside, setting accessed and dirty bits,
    /// charging the walk. `monitor`: by a monitor form or by a fetch within the strip, which the limit does not bind.
    @inline(never)
    mutating func translate(_ address: UInt32, _ access: Access, ring: UInt8, monitor: Bool = false) -> Translation {
        if !monitor, address >= (ring == 0 ? Architecture.stripBase : cpu[.limit]) { return .fault(.protection(.strip)) }
        guard cpu.pagingEnabled || root.space.nestedTable != nil else {
            return reach(address, address & PTE.frame, access, writable: true, ring: ring, monitor: monitor)
        }
        let entry: TLBEntry
        if guestMap == nil, let hit = tlb.find(address >> 12, root.space), access != .write || hit.settles(write: true) {
            entry = hit
        } else {
            do {
                entry = try walk(address, access, ring: ring)
            } catch {
                invalidate(address)
                return .fault(error)
            }
        }
        guard ring <= entry.ring, access != .write || entry.writable else {
            // As on x86, a page fault drops the entry: a handler that has granted more rights need not flush.
            invalidate(address)
            return .fault(pageFault(address, access, ring: ring, PageFaultCode.protection))
        }
        return reach(address, entry.frame << 12, access, writable: entry.takesWrites, ring: ring, monitor: monitor)
    }

    private mutating func reach(
        _ address: UInt32, _ frame: UInt32, _ access: Access, writable: Bool, ring: UInt8, monitor: Bool
    ) -> Translation {
        let physical = frame | address & 0xfff
        guard let offset = offset(ofPhysical: physical) else { return .outside(physical) }
        if access == .write { memory.flags[offset >> 12].remove(.unchanged) }
        // What a monitor reaches for a guest is not remembered: the guest's tables are its only truth.
        guard guestMap == nil else { return .ram(offset) }
        let free = memory.flags[offset >> 12].isEmpty
        lookaside.fill(
            nonRoot: root.isGuest, ring: ring, monitor: monitor, address, page: memory.base + offset & ~0xfff,
            writable: writable && free)
        return .ram(offset)
    }

    private func pageFault(_ address: UInt32, _ access: Access, ring: UInt8, _ bits: UInt32) -> Fault {
        var error = bits | UInt32(ring) << PageFaultCode.ringShift
        if access == .write { error |= PageFaultCode.write }
        if access == .fetch { error |= PageFaultCode.fetch }
        return Fault(.pageFault, error: error, address: address)
    }

    /// What a walk has taken so far.
    struct WalkCost {
        var references: UInt64 = 0
        /// Nested translations that the walk cache knew.
        var cacheHits: UInt64 = 0
    }

    /// An entry of the page tables, with its place.
    private struct TableEntry {
        let value: UInt32
        /// As the guest knows it, and in the host's memory.
        let guestPlace: UInt32
        let place: UInt32
        /// Whether nested tables let the processor write it.
        let hostWritable: Bool
    }

    /// Walks the two levels, below nested tables in both dimensions. Bits A and D are set only when the access is allowed.
    private mutating func walk(_ address: UInt32, _ access: Access, ring: UInt8) throws(Fault) -> TLBEntry {
        counters.tlbMisses &+= 1
        var cost = WalkCost()
        defer { finish(cost, address) }
        var entry = TLBEntry(
            page: address >> 12, frame: address >> 12, writable: true, ring: 3, dirty: true, space: root.space)
        if cpu.pagingEnabled {
            let directory = try tableEntry(cpu[.cr3] + (address >> 22) * 4, address, access, ring, &cost)
            let table = try tableEntry(directory.value & PTE.frame + (address >> 12 & 1023) * 4, address, access, ring, &cost)
            entry.frame = table.value >> 12
            entry.writable = directory.value & table.value & PTE.writable != 0
            entry.ring = UInt8(min(directory.value & PTE.ringMask, table.value & PTE.ringMask) >> PTE.ringShift)
            guard ring <= entry.ring, access != .write || entry.writable else {
                throw pageFault(address, access, ring: ring, PageFaultCode.protection)
            }
            try reachNested(&entry, address, access, &cost)
            let bits = PTE.accessed | (access == .write ? PTE.dirty : 0)
            try mark(directory, PTE.accessed, address, &cost)
            try mark(table, bits, address, &cost)
            entry.dirty = (table.value | bits) & PTE.dirty != 0
        } else {
            try reachNested(&entry, address, access, &cost)
        }
        if guestMap != nil { return entry }
        // Gone from the TLB, and so from what is derived of it: a page evicted, or what the same page's entry said before.
        lookaside.drop(page: tlb.insert(entry) ?? entry.page)
        return entry
    }

    private mutating func finish(_ cost: WalkCost, _ address: UInt32) {
        counters.walkReferences &+= cost.references
        references &+= cost.references
        charge(.walkReference, count: cost.references)
        if cost.cacheHits > 0 {
            counters.walkCacheHits &+= cost.cacheHits
            charge(.walkCacheHit, count: cost.cacheHits)
        }
        emit(.paging, .walk(address: address, references: Int(cost.references)))
    }

    /// Reads an entry. Throws if it leads nowhere.
    private mutating func tableEntry(
        _ guestPlace: UInt32, _ address: UInt32, _ access: Access, _ ring: UInt8, _ cost: inout WalkCost
    ) throws(Fault) -> TableEntry {
        var (place, hostWritable) = (guestPlace, true)
        if let nestedTable = root.space.nestedTable {
            let page = try nestedPage(guestPlace, in: nestedTable, .tableRead, linear: address, &cost)
            (place, hostWritable) = (page.frame << 12 | guestPlace & 0xfff, page.writable)
        }
        cost.references &+= 1
        let value = physicalWord(place)
        if let bits = refusal(value) { throw pageFault(address, access, ring: ring, bits) }
        return TableEntry(value: value, guestPlace: guestPlace, place: place, hostWritable: hostWritable)
    }

    /// Below nested tables, an entry leads from a guest-physical frame to the host's.
    private mutating func reachNested(
        _ entry: inout TLBEntry, _ address: UInt32, _ access: Access, _ cost: inout WalkCost
    ) throws(Fault) {
        guard let nestedTable = root.space.nestedTable else { return }
        let place = entry.frame << 12 | address & 0xfff
        let page = try nestedPage(place, in: nestedTable, .final(access), linear: address, &cost)
        (entry.frame, entry.hostWritable) = (page.frame, page.writable)
    }

    /// The error bits for an entry that leads nowhere; `nil` if it leads on.
    private func refusal(_ entry: UInt32) -> UInt32? {
        if entry & PTE.present == 0 { return 0 }
        let ring = (entry & PTE.ringMask) >> PTE.ringShift
        let reservedRing = (ring == 1 || ring == 2) && !cpu.middleRingsAllowed
        return entry & PTE.reserved != 0 || reservedRing ? PageFaultCode.protection | PageFaultCode.reserved : nil
    }

    /// Sets bits of an entry.
    private mutating func mark(
        _ entry: TableEntry, _ bits: UInt32, _ address: UInt32, _ cost: inout WalkCost
    ) throws(Fault) {
        guard entry.value | bits != entry.value else { return }
        guard entry.hostWritable else {
            if let nestedTable = root.space.nestedTable { walkCache.drop(entry.guestPlace >> 12, nestedTable) }
            throw .nestedViolation(entry.guestPlace, .tableWrite, linear: address, readable: true)
        }
        cost.references &+= 1
        writePhysicalWord(entry.place, entry.value | bits)
    }

    /// A store by the hardware or by the loop's slow path, with all that a store entails.
    mutating func writePhysicalWord(_ address: UInt32, _ value: UInt32) {
        guard let offset = offset(ofPhysical: address) else { return }
        memory.setWord(offset, value)
        written(offset)
    }

    /// After a store to RAM that did not go by the fast path.
    mutating func written(_ offset: Int) {
        let frame = offset >> 12
        memory.flags[frame].remove(.unchanged)
        if memory.flags[frame].contains(.code) {
            let word = (offset & 0xfff) >> 2
            code.reset(frame: frame, words: word...word)
        }
        if memory.flags[frame].isWatched { tracedWrites.append(offset & ~3..<(offset & ~3) + 4) }
        if memory.flags[frame].contains(.observed) { emit(.store, .store(address: UInt32(offset & ~3), byDevice: false)) }
    }

    // MARK: Dropping translations

    /// After a load of cr3 or a change of the paging bit: this mode's translations, and no other's.
    mutating func flushTLB() {
        if guestMap != nil { return }
        let vpid = root.space.vpid
        flushTLB { $0.vpid == vpid }
    }

    /// Drops the translations of the spaces that the caller chooses.
    mutating func flushTLB(where isChosen: (AddressSpace) -> Bool) {
        tlb.flush(where: isChosen)
        counters.tlbFlushes &+= 1
        forgetTranslations()
        emit(.paging, .tlbFlush)
    }

    /// Derived state only: not visible.
    mutating func forgetTranslations() {
        if guestMap != nil { return }
        lookaside.clear(nonRoot: false)
        lookaside.clear(nonRoot: true)
        fetch = Fetch()
    }

    mutating func invalidate(_ address: UInt32) {
        if guestMap != nil { return }
        let page = address >> 12
        tlb.drop(page, root.space)
        lookaside.drop(page: page)
        if fetch.page == page { fetch = Fetch() }
    }
}

extension TLBEntry {
    /// Whether an access needs no walk: a write does if a dirty bit is to be set, or nested tables may refuse it.
    fileprivate func settles(write: Bool) -> Bool { !write || !writable || takesWrites }

    /// A store needs nothing but the store.
    fileprivate var takesWrites: Bool { writable && dirty && hostWritable }
}
