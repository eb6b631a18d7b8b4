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
        guard cpu.pagingEnabled else {
            return reach(address, address & PTE.frame, access, writable: true, ring: ring, monitor: monitor)
        }
        let page = address >> 12
        var entry: TLBEntry
        if guestMap == nil, let hit = tlb.find(page), access != .write || hit.dirty || !hit.writable {
            entry = hit
        } else {
            switch walk(address, access, ring: ring) {
            case .success(let found): entry = found
            case .failure(let fault):
                invalidate(address)
                return .fault(fault)
            }
        }
        guard ring <= entry.ring, access != .write || entry.writable else {
            // As on x86, a page fault drops the entry: a handler that has granted more rights need not flush.
            invalidate(address)
            return .fault(pageFault(address, access, ring: ring, PageFaultCode.protection))
        }
        return reach(
            address, entry.frame << 12, access, writable: entry.writable && entry.dirty, ring: ring, monitor: monitor)
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
        lookaside.fill(ring: ring, monitor: monitor, address, page: memory.base + offset & ~0xfff, writable: writable && free)
        return .ram(offset)
    }

    private func pageFault(_ address: UInt32, _ access: Access, ring: UInt8, _ bits: UInt32) -> Fault {
        var error = bits | UInt32(ring) << PageFaultCode.ringShift
        if access == .write { error |= PageFaultCode.write }
        if access == .fetch { error |= PageFaultCode.fetch }
        return Fault(.pageFault, error: error, address: address)
    }

    enum WalkResult {
        case success(TLBEntry)
        case failure(Fault)
    }

    /// Walks the two levels. Bits A and D are set only when the access is allowed.
    private mutating func walk(_ address: UInt32, _ access: Access, ring: UInt8) -> WalkResult {
        counters.tlbMisses &+= 1
        var references = 1
        defer {
            counters.walkReferences &+= UInt64(references)
            self.references &+= UInt64(references)
            charge(.walkReference, count: UInt64(references))
            emit(.paging, .walk(address: address, references: references))
        }
        let directoryPlace = cpu[.cr3] + (address >> 22) * 4
        let directory = physicalWord(directoryPlace)
        if let bits = refusal(directory) { return .failure(pageFault(address, access, ring: ring, bits)) }
        references += 1
        let tablePlace = directory & PTE.frame + (address >> 12 & 1023) * 4
        let table = physicalWord(tablePlace)
        if let bits = refusal(table) { return .failure(pageFault(address, access, ring: ring, bits)) }

        let rights = directory & table
        let allowed = UInt8(min(directory & PTE.ringMask, table & PTE.ringMask) >> PTE.ringShift)
        let writable = rights & PTE.writable != 0
        guard ring <= allowed, access != .write || writable else {
            return .failure(pageFault(address, access, ring: ring, PageFaultCode.protection))
        }
        let dirty: UInt32 = access == .write ? PTE.dirty : 0
        references += mark(directoryPlace, directory, directory | PTE.accessed)
        references += mark(tablePlace, table, table | PTE.accessed | dirty)
        let entry = TLBEntry(
            page: address >> 12, frame: table >> 12, writable: writable, ring: allowed, dirty: (table | dirty) & PTE.dirty != 0)
        if guestMap != nil { return .success(entry) }
        // Gone from the TLB, and so from what is derived of it: a page evicted, or what the same page's entry said before.
        lookaside.drop(page: tlb.insert(entry) ?? entry.page)
        return .success(entry)
    }

    /// The error bits for an entry that leads nowhere; `nil` if it leads on.
    private func refusal(_ entry: UInt32) -> UInt32? {
        if entry & PTE.present == 0 { return 0 }
        let ring = (entry & PTE.ringMask) >> PTE.ringShift
        let reservedRing = (ring == 1 || ring == 2) && !cpu.middleRingsAllowed
        return entry & PTE.reserved != 0 || reservedRing ? PageFaultCode.protection | PageFaultCode.reserved : nil
    }

    /// Writes an entry back if its bits changed. Returns the references that took.
    private mutating func mark(_ place: UInt32, _ old: UInt32, _ new: UInt32) -> Int {
        guard new != old else { return 0 }
        writePhysicalWord(place, new)
        return 1
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
        if memory.flags[frame].contains(.traced) { tracedWrites.append(offset & ~3..<(offset & ~3) + 4) }
    }

    // MARK: Dropping translations

    /// After a load of cr3 or a change of the paging bit.
    mutating func flushTLB() {
        if guestMap != nil { return }
        tlb.flush()
        counters.tlbFlushes &+= 1
        forgetTranslations()
        emit(.paging, .tlbFlush)
    }

    /// Derived state only: not visible.
    mutating func forgetTranslations() {
        if guestMap != nil { return }
        lookaside.clear()
        fetch = Fetch()
    }

    mutating func invalidate(_ address: UInt32) {
        if guestMap != nil { return }
        let page = address >> 12
        tlb.drop(page)
        lookaside.drop(page: page)
        if fetch.page == page { fetch = Fetch() }
    }
}
