import ISA

// What a monitor does in ring 0 of the host. Its software is not simulated word by word, so these are its instructions: each
// costs what the instruction costs.
extension Host {
    /// Gives ring 0 to a monitor: its trap table, the top of its stack, and the tables that map both in the strip.
    /// From here on every way into ring 0 ends `run` with `HostStop.monitor`.
    /// `answersHypercalls`: `hcall` leads there, too.
    package mutating func giveRing0(
        trapTable: UInt32, stack: UInt32, tableBase: UInt32, trapTime: Bool = true, answersHypercalls: Bool = false
    ) {
        isMonitored = true
        self.answersHypercalls = answersHypercalls
        cpu.trapTable = trapTable
        cpu[.sp0] = stack
        cpu[.cr0] = CR0.middleRings | (trapTime ? CR0.trapTime : 0)
        loadTableBase(tableBase)
        cpu[.cr0] |= CR0.paging
        flushTLB()
        cpu.ring = 0
        cpu.sp = stack
    }

    /// Enters the guest: `iret` to an outer ring, with the virtual processor's registers in the real ones and interrupts
    /// enabled, which are the monitor's to take.
    /// `trace`: with the guest's trace flag in the processor's.
    package mutating func enterGuest(
        _ guest: CPU, ring: UInt8, limit: UInt32, crossing: Bool = true, trace: Bool = false
    ) {
        precondition(ring != 0)
        // Where the guest has no fast system call, it must meet none.
        cpu[.sysentry] = guest[.sysentry] == 0 ? 0 : cpu.trapTable
        cpu[.limit] = limit
        if limitOfRing[Int(ring)] != limit {
            limitOfRing[Int(ring)] = limit
            forgetTranslations()
        }
        charge(.instruction(crossing ? .interruptReturn : .jumpIndirect), to: crossing ? nil : .dispatch)
        emit(.monitor, .resume)
        accessTick = nil
        cpu.registers = guest.registers
        cpu.arithmetic = guest.arithmetic
        cpu.pc = guest.pc
        cpu.ring = ring
        cpu.interruptsEnabled = true
        cpu.trace = trace
        cpu.halted = false
        cpu.interruptShadow = false
        endStrip()
    }

    /// Counts an instruction of the guest's that its monitor has carried out.
    package mutating func countForGuest(ring: UInt8) {
        if ring == 3 { counters.retiredUser &+= 1 } else { counters.retiredKernel &+= 1 }
    }

    /// Sets the stack that gates to ring 1 use.
    package mutating func setStackOfRing1(_ sp: UInt32) {
        charge(.instruction(.controlWrite), to: .hypercall)
        cpu[.sp1] = sp
    }

    /// Does what takes no time: preparations before the guest's first instruction.
    package mutating func withoutTime(_ body: (inout Host) -> Void) {
        let before = ledger
        body(&self)
        ledger = before
    }

    // MARK: A guest's memory, by way of the tables that the processor uses

    /// Reads a word for a monitor that shares its guest's address space, with the rights of the ring; `nil` if that may not.
    package mutating func readGuest(_ address: UInt32, ring: UInt8) -> UInt32? {
        guard case .success(let word) = hardwareRead(address, ring: ring) else { return nil }
        return word
    }

    /// Likewise, a byte.
    package mutating func readGuestByte(_ address: UInt32, ring: UInt8) -> UInt8? {
        readGuest(address & ~3, ring: ring).map { UInt8($0.byte(at: address)) }
    }

    /// Writes words upward from an address, all or none. Returns whether the ring may.
    package mutating func writeGuest(_ words: InlineArray<4, UInt32>, below top: UInt32, ring: UInt8) -> Bool {
        push(words, below: top, ring: ring) == nil
    }

    /// Where the processor finds an entry for a page: the physical address of the entry of the table; `nil` if the directory
    /// has none.
    package func tableEntryAddress(_ address: UInt32) -> UInt32? {
        let directory = monitorWord(cpu[.cr3] + (address >> 22) * 4)
        return directory & PTE.present == 0 ? nil : directory & PTE.frame + (address >> 12 & 1023) * 4
    }

    /// Goes on in a translation, in an outer ring, with the registers that it needs. `crossing`: from ring 0.
    package mutating func enterTranslation(
        _ registers: CPU, at pc: UInt32, ring: UInt8, limit: UInt32, trapTime: Bool, crossing: Bool
    ) {
        var cpu = registers
        cpu.pc = pc
        enterGuest(cpu, ring: ring, limit: limit, crossing: crossing)
        setTrapTime(trapTime)
        self.cpu.inStrip = true
    }

    /// Whether `rdtsc` and `cpuid` trap outside ring 0.
    package mutating func setTrapTime(_ on: Bool) {
        let bit = on ? CR0.trapTime : 0
        guard cpu[.cr0] & CR0.trapTime != bit else { return }
        charge(.instruction(.controlWrite), to: .dispatch)
        cpu[.cr0] = cpu[.cr0] & ~CR0.trapTime | bit
    }

    /// The guest's registers as they are in the real processor, which is executing the guest.
    package func saveRunningGuest(to cpu: inout CPU) {
        cpu.registers = self.cpu.registers
        cpu.arithmetic = self.cpu.arithmetic
        cpu.trace = self.cpu.trace
        cpu.pc = self.cpu.pc
    }

    /// The guest's registers after a way into ring 0: most are still in the processor, the rest in the frame on the monitor's
    /// stack or, after a system call, where that leaves them. Returns the ring that the guest ran in.
    package func saveInterruptedGuest(_ entry: MonitorEntry, to cpu: inout CPU) -> UInt8 {
        cpu.registers = self.cpu.registers
        if case .callout = entry.kind {
            cpu.arithmetic = self.cpu.arithmetic
            cpu.trace = self.cpu.trace
            cpu.pc = self.cpu.pc
            return self.cpu.ring
        }
        if case .systemCall = entry.kind {
            let flags = self.cpu.registers[Architecture.systemCallFlags]
            cpu.arithmetic = ArithmeticFlags(bits: flags)
            cpu.trace = flags & Flags.trace != 0
            cpu.pc = self.cpu.registers[Architecture.systemCallReturn] &- 4
            cpu.sp = self.cpu.registers[Architecture.systemCallStack]
            return 3
        }
        let frame = peekTranslation(self.cpu.sp) ?? 0
        func word(_ offset: UInt32) -> UInt32 { memory.readWord(at: frame + offset) }
        let flags = word(Frame.flags)
        cpu.arithmetic = ArithmeticFlags(bits: flags)
        cpu.trace = flags & Flags.trace != 0
        cpu.pc = word(Frame.pc)
        cpu.sp = word(Frame.sp)
        return UInt8(flags >> Flags.ringShift & 3)
    }

    /// Waits in `hlt`, with interrupts enabled, for the next interrupt or the end of the slice.
    package mutating func waitForInterrupt(_ slice: Slice) -> HostStop {
        accessTick = nil
        cpu.interruptsEnabled = true
        cpu.halted = true
        let stop = run(slice)
        cpu.halted = false
        cpu.interruptsEnabled = false
        return stop
    }

    /// Whether a device of the host has an event that is due, or an interrupt that waits for the monitor.
    package var interruptIsDue: Bool { bus.nextEvent <= now || bus.pendingVector != nil }

    /// Takes an interrupt that is due while the monitor itself runs, if there is one.
    package mutating func takeInterrupt() -> MonitorEntry? {
        accessTick = nil
        while bus.nextEvent <= now {
            for device in withDevices({ $0.advance(&$1) }) { emit(.device, .deviceEvent(device: device)) }
        }
        guard let vector = bus.pendingVector else { return nil }
        deliverInterrupt(vector)
        defer { monitorEntry = nil }
        counters.monitorEntries &+= 1
        return monitorEntry
    }

    package mutating func readPort(_ port: UInt16) -> UInt32 {
        charge(.instruction(.portIO), to: .device)
        return withDevices { $0.readPort(port, &$1) }
    }

    package mutating func writePort(_ port: UInt16, _ value: UInt32) {
        charge(.instruction(.portIO), to: .device)
        withDevices { $0.writePort(port, value, &$1) }
    }

    package mutating func readDevice(_ address: UInt32) -> UInt32 {
        charge(.deviceMemory, to: .device)
        return withDevices { $0.readMemory(address, .word, &$1) }
    }

    package mutating func writeDevice(_ address: UInt32, _ value: UInt32, width: Width = .word) {
        charge(.deviceMemory, to: .device)
        withDevices { $0.writeMemory(address, width, value, &$1) }
    }

    /// Loads cr3 with the monitor's choice of tables.
    package mutating func loadTableBase(_ frameAddress: UInt32) {
        charge(.instruction(.tableBase), to: .memory)
        cpu[.cr3] = frameAddress
        flushTLB()
    }

    /// Drops the TLB's entry for a page of the guest's.
    package mutating func invalidatePage(_ address: UInt32) {
        charge(.instruction(.invalidate), to: .memory)
        invalidate(address)
    }

    /// The word that a guest's processor would execute next, without side effects; `nil` where there is none.
    package func guestInstruction(_ cpu: CPU, _ map: GuestPhysicalMap) -> UInt32? {
        guard cpu.pc & 3 == 0 else { return nil }
        var physical = cpu.pc
        if cpu.pagingEnabled {
            let directory = guestWord(cpu[.cr3] + (cpu.pc >> 22) * 4, map)
            guard directory & PTE.present != 0 else { return nil }
            let table = guestWord(directory & PTE.frame + (cpu.pc >> 12 & 1023) * 4, map)
            guard table & PTE.present != 0 else { return nil }
            physical = table & PTE.frame | cpu.pc & 0xfff
        }
        return map.offset(of: physical).map { memory.word($0) }
    }

    /// A word of the guest's memory; what it costs is part of the work that it is for.
    package func guestWord(_ address: UInt32, _ map: GuestPhysicalMap) -> UInt32 {
        map.offset(of: address).map { memory.word($0) } ?? ~0
    }

    /// A word of the monitor's own memory, by host-physical address; what it costs is part of the work that it is for.
    package func monitorWord(_ address: UInt32) -> UInt32 { memory.readWord(at: address) }

    package mutating func setMonitorWord(_ address: UInt32, _ value: UInt32) { writePhysicalWord(address, value) }

    package mutating func clearMonitorPage(frame: UInt32) {
        for offset in stride(from: UInt32(0), to: Architecture.pageSize, by: 4) { writePhysicalWord(frame << 12 + offset, 0) }
    }

    /// Records an event of the monitor's, if somebody listens.
    package mutating func emitMonitorEvent(_ kind: @autoclosure () -> Event.Kind) { emit(.monitor, kind()) }

    /// Records an exit that is over, if somebody listens.
    package mutating func emitSpan(_ reason: String, _ cycles: Range<UInt64>) {
        guard events.mask.contains(.span) else { return }
        let kind = Event.Kind.span(reason: reason, since: cycles.lowerBound)
        events.record(Event(cycle: cycles.upperBound, pc: cpu.pc, ring: cpu.ring, kind: kind))
    }

    // MARK: Traced pages

    /// Wants to know of every write to a frame of the host's, or no longer. The monitor sees to it that the guest's own stores
    /// do not reach the page; those that devices and emulation make are collected.
    package mutating func trace(frame: Int, _ on: Bool) {
        if on { memory.flags[frame].insert(.traced) } else { memory.flags[frame].remove(.traced) }
        lookaside.dropWriteTags()
    }

    /// Whether writes to a frame are to be seen, for whatever reason.
    package func isTraced(frame: Int) -> Bool { memory.flags[frame].isWatched }

    /// Likewise, because code of the frame has been translated.
    package mutating func watchCode(frame: Int, _ on: Bool) {
        if on { memory.flags[frame].insert(.translated) } else { memory.flags[frame].remove(.translated) }
        lookaside.dropWriteTags()
    }

    package func isCodeWatched(frame: Int) -> Bool { memory.flags[frame].contains(.translated) }

    /// The writes by the host's own devices since the last call.
    package mutating func takeTracedWrites() -> [Range<Int>] {
        defer { tracedWrites = [] }
        return tracedWrites
    }
}

// Bytes of a word in memory.
extension UInt32 {
    /// The byte that an address names in the word around it.
    package func byte(at address: UInt32) -> UInt32 { self >> ((address & 3) * 8) & 0xff }

    /// The word with another byte there.
    package func with(byte: UInt32, at address: UInt32) -> UInt32 {
        let shift = (address & 3) * 8
        return self & ~(0xff << shift) | (byte & 0xff) << shift
    }
}
