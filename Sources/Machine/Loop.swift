import ISA

/// How closely the loop looks. A constant of the generic loop, so that the plain loop has no trace of the rest.
///
/// The plain loop executes a page's words without counting them: it goes on only while the fuel suffices for all the rest
/// of the page. The careful one asks after every instruction whether something is due, and reports each to who listens.
/// The one for translations is plain, knows the monitor forms, and tallies what the words are for.
private protocol Pace {
    static var isCareful: Bool { get }
    static var isForTranslations: Bool { get }
}
private enum Plain: Pace {
    static let isCareful = false
    static let isForTranslations = false
}
private enum Translated: Pace {
    static let isCareful = false
    static let isForTranslations = true
}
private enum Careful: Pace {
    static let isCareful = true
    static let isForTranslations = false
}

extension Host {
    /// Executes until something happens that the owner must know.
    package mutating func run(_ slice: Slice) -> HostStop {
        limits = slice
        while true {
            if let finalStop { return finalStop }
            if let entry = monitorEntry {
                monitorEntry = nil
                counters.monitorEntries &+= 1
                return .monitor(entry)
            }
            if callsMonitor {
                // The monitor's own code, which is not simulated, takes over.
                cpu.inStrip = false
                monitorEntry = MonitorEntry(kind: .callout(Int(cpu.pc >> 2 & 1023)), cycle: ledger.clock)
                continue
            }
            if let exit = vmExit {
                vmExit = nil
                return .vmExit(exit)
            }
            if now >= bus.nextEvent {
                for device in withDevices({ $0.advance(&$1) }) { emit(.device, .deviceEvent(device: device)) }
                continue
            }
            // Before interrupts: one whose delivery faults into a gate that keeps them enabled comes again without end.
            if ledger.clock >= limits.cycle || now >= limits.tick { return .budget }
            if let reason = exitBetweenInstructions {
                exitBetween(reason)
                continue
            }
            if let vector = deliverableInterrupt {
                deliverInterrupt(vector)
                continue
            }
            if cpu.halted {
                idle()
            } else if cpu.trace || cpu.interruptShadow {
                step()
            } else {
                turn(single: false)
            }
        }
    }

    /// Nothing to execute: time passes to the next event or to the end of the slice.
    private mutating func idle() {
        // As where `hlt` is executed: here for a guest that was entered waiting.
        if !cpu.interruptsEnabled, !cpu.trace, !hostWakesGuest {
            finalStop = .halt
            return
        }
        let left = limits.cycle - ledger.clock
        let ticks = min(min(bus.nextEvent, limits.tick) - now, left)
        ledger.charge(ticks, to: .idle)
        if clockMode == .guest { skippedTicks &+= ticks }
    }

    /// One instruction, because the trace flag traps after it or because interrupts wait for it. `op`: it is this, which the loop
    /// leaves to the slow path anyway.
    mutating func step(_ op: Op? = nil) {
        let (trace, before, inGuest) = (cpu.trace, counters.retired, root.isGuest)
        let (pc, faults) = (cpu.pc, raised)
        let shadow = cpu.interruptShadow
        cpu.interruptShadow = false
        if let op { _ = executeSlow(op) } else { turn(single: true) }
        // Interrupts still wait for the instruction if it has exited.
        if shadow, inGuest, !root.isGuest, counters.retired == before { self[.guestInterruptibility] = 1 }
        // A word of a translation may be complete without being one of the guest's instructions.
        let isComplete = counters.retired != before || cpu.inStrip && cpu.pc != pc && raised == faults
        // Real world: x86 traps after an instruction that began with the flag set, also if that instruction cleared it.
        if trace, cpu.trace, isComplete, finalStop == nil, root.isGuest == inGuest { raise(Fault(.debug)) }
    }

    private mutating func turn(single: Bool) {
        let isObserved = single || events.mask.contains(.instruction) || cpu.inStrip && executions != nil
        let isDone = !isObserved && (cpu.inStrip ? execute(Translated.self, single: false) : execute(Plain.self, single: false))
        if !isDone { _ = execute(Careful.self, single: single) }
    }

    // MARK: The counter (see ChargeTable)

    /// A counter that becomes non-negative when something is due; 0 if it is due now.
    @inline(never) private mutating func refuel(single: Bool) -> Int64 {
        if single {
            turnFuel = 1
            return -1 << 32
        }
        let due = min(limits.tick, bus.nextEvent)
        let now = now
        guard now < due, ledger.clock < limits.cycle else {
            turnFuel = 0
            return 0
        }
        let left = limits.cycle &- ledger.clock
        switch clockMode {
        case .cycles: turnFuel = min(due &- now, left, ChargeTable.longestTurn)
        case .guest:
            let dearest = cpu.inStrip ? charges.dearestTranslated : charges.dearest
            turnFuel = min(due &- now, max(1, left / dearest), ChargeTable.longestTurn, ChargeTable.most / dearest)
        }
        return -Int64(bitPattern: turnFuel << 32)
    }

    /// What the counter has counted since it was last filled.
    @inline(__always) private func counted(_ counter: Int64) -> (cycles: UInt64, retired: UInt64) {
        let upper = UInt64(bitPattern: counter >> 32 &+ Int64(bitPattern: turnFuel))
        let lower = UInt64(UInt32(truncatingIfNeeded: counter))
        return clockMode == .cycles ? (upper, lower) : (lower, upper)
    }

    /// The counter in front of a word, from what it would be after all that the page can add.
    @inline(__always) private func counted(_ ahead: Int64, before sum: Int64) -> Int64 { ahead &- fetchStart.most &+ sum }

    /// Moves that into ledger and counters.
    @inline(never) private mutating func settle(_ counter: Int64) {
        var (cycles, retired) = counted(counter)
        if guestMap != nil { cycles = 0 }
        if cpu.inStrip { cycles &-= settleTally(retired) }
        if cpu.ring == 3 {
            ledger.charge(cycles, to: .guestUser)
            counters.retiredUser &+= retired
        } else {
            ledger.charge(cycles, to: .guestKernel)
            counters.retiredKernel &+= retired
        }
    }

    /// Moves what words of translations have added up to into ledger and counters. Returns the cycles that are not the guest's.
    private mutating func settleTally(_ retired: UInt64) -> UInt64 {
        let tally = tally
        self.tally = Tally()
        ledger.charge(tally.emulation, to: .emulation)
        ledger.charge(tally.glue &+ tally.lookup, to: .translation)
        counters.lookupCycles &+= tally.lookup
        counters.lookups &+= tally.lookupCount
        counters.retiredEmulated &+= tally.emulated
        counters.retiredTranslated &+= retired
        counters.retiredChanged &+= tally.changed
        return tally.emulation &+ tally.glue &+ tally.lookup
    }

    /// A translation has jumped to the monitor itself.
    private var callsMonitor: Bool { cpu.inStrip && cpu.pc >> 12 == translations.calloutPage && isMonitored }

    /// Whether the page that instructions come from is one of translations.
    @inline(__always) private var fetchesTranslations: Bool { translations.frames.contains(fetch.frame) }

    // MARK: The loop

    /// How an instruction of the loop ended.
    private enum Outcome { case next, compared, jump, indirect, slow }

    /// One instruction, as far as the loop can do it; written into the loop at each of its sites. The attribute is the one
    /// that inlines whatever the size: as a call this would cost the loop two thirds of its speed.
    @_transparent private mutating func step<P: Pace>(_ op: Cursor, _ pace: P.Type) -> Outcome {
        let value: UInt32
        switch op.code {
        case .nop: return .next
        case .mov: value = cpu.registers[op.a]
        case .movi: value = op.immediate
        case .movhi:
            value = cpu.registers[op.d] & 0xffff | op.immediate << 16

        case .add: value = cpu.registers[op.a] &+ cpu.registers[op.b]
        case .sub: value = cpu.registers[op.a] &- cpu.registers[op.b]
        case .mul: value = cpu.registers[op.a] &* cpu.registers[op.b]
        case .and: value = cpu.registers[op.a] & cpu.registers[op.b]
        case .or: value = cpu.registers[op.a] | cpu.registers[op.b]
        case .xor: value = cpu.registers[op.a] ^ cpu.registers[op.b]
        case .shl: value = cpu.registers[op.a] &<< cpu.registers[op.b]
        case .shr: value = cpu.registers[op.a] &>> cpu.registers[op.b]
        case .sar:
            value = UInt32(
                bitPattern: Int32(bitPattern: cpu.registers[op.a])
                    &>> Int32(bitPattern: cpu.registers[op.b] & 31))
        case .not: value = ~cpu.registers[op.a]
        case .neg: value = 0 &- cpu.registers[op.a]

        case .div:
            let divisor = cpu.registers[op.b]
            if divisor == 0 { return .slow }
            value = cpu.registers[op.a] / divisor
        case .mod:
            let divisor = cpu.registers[op.b]
            if divisor == 0 { return .slow }
            value = cpu.registers[op.a] % divisor
        case .idiv:
            let result = Int32(bitPattern: cpu.registers[op.a]).dividedReportingOverflow(
                by: Int32(bitPattern: cpu.registers[op.b]))
            if result.overflow { return .slow }
            value = UInt32(bitPattern: result.partialValue)
        case .imod:
            let result = Int32(bitPattern: cpu.registers[op.a]).remainderReportingOverflow(
                dividingBy: Int32(bitPattern: cpu.registers[op.b]))
            if result.overflow { return .slow }
            value = UInt32(bitPattern: result.partialValue)

        case .cmp:
            cpu.arithmetic.compare(cpu.registers[op.a], cpu.registers[op.b])
            return .compared
        // The flags of a test are those of comparing the result with 0.
        case .test:
            cpu.arithmetic.compare(cpu.registers[op.a] & cpu.registers[op.b], 0)
            return .compared

        case .addi: value = cpu.registers[op.a] &+ op.immediate
        case .subi: value = cpu.registers[op.a] &- op.immediate
        case .muli: value = cpu.registers[op.a] &* op.immediate
        case .andi: value = cpu.registers[op.a] & op.immediate
        case .ori: value = cpu.registers[op.a] | op.immediate
        case .xori: value = cpu.registers[op.a] ^ op.immediate
        case .shli: value = cpu.registers[op.a] &<< op.immediate
        case .shri: value = cpu.registers[op.a] &>> op.immediate
        case .sari:
            value = UInt32(
                bitPattern: Int32(bitPattern: cpu.registers[op.a]) &>> Int32(bitPattern: op.immediate))
        case .cmpi:
            cpu.arithmetic.compare(cpu.registers[op.a], op.immediate)
            return .compared
        case .testi:
            cpu.arithmetic.compare(cpu.registers[op.a] & op.immediate, 0)
            return .compared

        case .load:
            let address = cpu.registers[op.a] &+ op.immediate
            let entry = fetchBank[address]
            guard entry.readTag == address & 0xffff_f003 else { return .slow }
            value = entry.word(address)
        case .loadb:
            let address = cpu.registers[op.a] &+ op.immediate
            let entry = fetchBank[address]
            guard entry.readTag == address & 0xffff_f000 else { return .slow }
            value = UInt32(entry.byte(address))
        case .loadh:
            let address = cpu.registers[op.a] &+ op.immediate
            let entry = fetchBank[address]
            guard entry.readTag == address & 0xffff_f001 else { return .slow }
            value = UInt32(entry.half(address))
        case .loadsb:
            let address = cpu.registers[op.a] &+ op.immediate
            let entry = fetchBank[address]
            guard entry.readTag == address & 0xffff_f000 else { return .slow }
            let byte = Int8(bitPattern: entry.byte(address))
            value = UInt32(bitPattern: Int32(byte))
        case .loadsh:
            let address = cpu.registers[op.a] &+ op.immediate
            let entry = fetchBank[address]
            guard entry.readTag == address & 0xffff_f001 else { return .slow }
            let half = Int16(bitPattern: entry.half(address))
            value = UInt32(bitPattern: Int32(half))
        case .store:
            let address = cpu.registers[op.a] &+ op.immediate
            let entry = fetchBank[address]
            guard entry.writeTag == address & 0xffff_f003 else { return .slow }
            entry.setWord(address, cpu.registers[op.d])
            return .next
        case .storeb:
            let address = cpu.registers[op.a] &+ op.immediate
            let entry = fetchBank[address]
            guard entry.writeTag == address & 0xffff_f000 else { return .slow }
            entry.setByte(address, UInt8(truncatingIfNeeded: cpu.registers[op.d]))
            return .next
        case .storeh:
            let address = cpu.registers[op.a] &+ op.immediate
            let entry = fetchBank[address]
            guard entry.writeTag == address & 0xffff_f001 else { return .slow }
            entry.setHalf(address, UInt16(truncatingIfNeeded: cpu.registers[op.d]))
            return .next
        case .push:
            let address = cpu.registers[Architecture.stackPointer] &- 4
            let entry = fetchBank[address]
            guard entry.writeTag == address & 0xffff_f003 else { return .slow }
            entry.setWord(address, cpu.registers[op.d])
            cpu.registers[Architecture.stackPointer] = address
            return .next
        case .pop:
            let address = cpu.registers[Architecture.stackPointer]
            let entry = fetchBank[address]
            guard entry.readTag == address & 0xffff_f003 else { return .slow }
            cpu.registers[Architecture.stackPointer] = address &+ 4
            value = entry.word(address)

        case .je:
            return cpu.arithmetic.equal ? .jump : .next
        case .jne:
            return !cpu.arithmetic.equal ? .jump : .next
        case .jl:
            return cpu.arithmetic.less ? .jump : .next
        case .jge:
            return !cpu.arithmetic.less ? .jump : .next
        case .jle:
            return cpu.arithmetic.equal || cpu.arithmetic.less ? .jump : .next
        case .jg:
            return !(cpu.arithmetic.equal || cpu.arithmetic.less) ? .jump : .next
        case .jb:
            return cpu.arithmetic.below ? .jump : .next
        case .jae:
            return !cpu.arithmetic.below ? .jump : .next
        case .jbe:
            return cpu.arithmetic.equal || cpu.arithmetic.below ? .jump : .next
        case .ja:
            return !(cpu.arithmetic.equal || cpu.arithmetic.below) ? .jump : .next
        case .jmp: return .jump
        case .jmpr:
            cpu.pc = cpu.registers[op.a]
            leaveStrip()
            return .indirect
        case .call:
            let address = cpu.registers[Architecture.stackPointer] &- 4
            let entry = fetchBank[address]
            guard entry.writeTag == address & 0xffff_f003 else { return .slow }
            entry.setWord(address, pc(op) &+ 4)
            cpu.registers[Architecture.stackPointer] = address
            return .jump
        case .callr:
            let address = cpu.registers[Architecture.stackPointer] &- 4
            let entry = fetchBank[address]
            guard entry.writeTag == address & 0xffff_f003 else { return .slow }
            let target = cpu.registers[op.a]
            entry.setWord(address, pc(op) &+ 4)
            cpu.registers[Architecture.stackPointer] = address
            cpu.pc = target
            leaveStrip()
            return .indirect
        case .ret:
            let address = cpu.registers[Architecture.stackPointer]
            let entry = fetchBank[address]
            guard entry.readTag == address & 0xffff_f003 else { return .slow }
            cpu.registers[Architecture.stackPointer] = address &+ 4
            cpu.pc = entry.word(address)
            leaveStrip()
            return .indirect

        // The monitor forms: in translations, which lie in the strip; elsewhere by the slow path.
        case .mload:
            guard P.isForTranslations else { return .slow }
            let address = cpu.registers[op.a] &+ op.immediate
            let entry = banks.bank(ring: cpu.ring, monitor: true)[address]
            guard entry.readTag == address & 0xffff_f003 else { return .slow }
            value = entry.word(address)
        case .mloads:
            guard P.isForTranslations else { return .slow }
            let address = Architecture.stripBase &+ op.immediate
            let entry = banks.bank(ring: cpu.ring, monitor: true)[address]
            guard entry.readTag == address & 0xffff_f003 else { return .slow }
            value = entry.word(address)
        case .mstores:
            guard P.isForTranslations else { return .slow }
            let address = Architecture.stripBase &+ op.immediate
            let entry = banks.bank(ring: cpu.ring, monitor: true)[address]
            guard entry.writeTag == address & 0xffff_f003 else { return .slow }
            entry.setWord(address, cpu.registers[op.d])
            return .next
        case .mjmp:
            guard P.isForTranslations else { return .slow }
            cpu.pc = cpu.registers[op.a]
            return .indirect

        case .ud, .int, .brk, .iret, .syscall, .sysret, .hcall, .pushf, .popf, .sidt, .smsw, .rdring, .hlt, .cli,
            .sti, .lidt, .inp, .inr, .outp, .outr, .movfcr, .movtcr, .invlpg, .rdtsc, .cpuid,
            .mstore, .vmxon, .vmxoff, .vmclear, .vmptrld, .vmread, .vmwrite, .vmlaunch,
            .vmresume, .vmcall, .invept, .invvpid:
            return .slow
        }
        cpu.registers[op.d] = value
        return .next
    }

    /// The CPU loop: instructions until fuel runs out or something needs a wider view. One long function by design.
    /// False if the plain loop has too little fuel to go on.
    @inline(never)
    private mutating func execute<P: Pace>(_ pace: P.Type, single: Bool) -> Bool {
        var counter = refuel(single: single)

        page: while counter < 0 {
            // Where instructions come from.
            if cpu.pc >> 12 != fetch.page || cpu.ring != fetch.ring || cpu.pc & 3 != 0 {
                if !fetchFromLookaside() {
                    settle(counter)
                    guard fetchPage() else { return true }
                    counter = refuel(single: single)
                    if counter >= 0 { break }
                }
            }
            fetchAddress = cpu.pc & PTE.frame
            fetchBank = banks.bank(ring: cpu.ring)
            if P.isForTranslations || !P.isCareful, fetchesTranslations != P.isForTranslations {
                settle(counter)
                // Words of the strip that are no translations are for the careful loop.
                return !cpu.inStrip || fetchesTranslations
            }
            let tallies = P.isForTranslations || P.isCareful && fetchesTranslations
            var op = CodeCache.word(cpu.pc >> 2, of: fetchStart)
            // Where the words that are not tallied yet begin.
            var run = op
            // What the counter would be if execution went straight to the end of the page, or more.
            var ahead = counter &+ fetchStart.most &- op.sum
            if !P.isCareful, ahead >= 0 {
                settle(counter)
                counter = refuel(single: false)
                ahead = counter &+ fetchStart.most &- op.sum
                guard ahead < 0 else { return false }
            }

            instruction: while true {
                var outcome: Outcome
                sites: do {
                    // One site after the other, so that each sees the instructions at some distances from the last jump or
                    // comparison: the real processor predicts where an indirect jump goes by where it is.
                    if P.isCareful {
                        observe(op, ahead)
                        outcome = step(op, P.self)
                        guard outcome == .next else { break sites }
                        op.advance()
                        if counted(ahead, before: op.sum) < 0 { continue instruction }
                        if tallies { tally &+= op.tally &- run.tally }
                        cpu.pc = pc(op)
                        counter = counted(ahead, before: op.sum)
                        break page
                    }
                    outcome = step(op, P.self)
                    guard outcome == .next else { break sites }
                    op.advance()
                    outcome = step(op, P.self)
                    guard outcome == .next else { break sites }
                    op.advance()
                    outcome = step(op, P.self)
                    guard outcome == .next else { break sites }
                    op.advance()
                    outcome = step(op, P.self)
                    guard outcome == .next else { break sites }
                    op.advance()
                    outcome = step(op, P.self)
                    guard outcome == .next else { break sites }
                    op.advance()
                    outcome = step(op, P.self)
                    guard outcome == .next else { break sites }
                    op.advance()
                    outcome = step(op, P.self)
                    guard outcome == .next else { break sites }
                    op.advance()
                    outcome = step(op, P.self)
                    guard outcome == .next else { break sites }
                    op.advance()
                    continue instruction
                }

                switch outcome {
                case .next: preconditionFailure("handled above")
                case .compared:
                    // Most comparisons are followed by a jump on them. It is done here: a branch that the real processor
                    // predicts well instead of one more turn through the switch.
                    op.advance()
                    if P.isCareful {
                        if counted(ahead, before: op.sum) < 0 { continue instruction }
                        if tallies { tally &+= op.tally &- run.tally }
                        cpu.pc = pc(op)
                        counter = counted(ahead, before: op.sum)
                        break page
                    }
                    let taken: Bool
                    switch op.code {
                    case .jne: taken = !cpu.arithmetic.equal
                    case .je: taken = cpu.arithmetic.equal
                    case .jb: taken = cpu.arithmetic.below
                    default: continue instruction
                    }
                    guard taken else {
                        op.advance()
                        continue instruction
                    }
                case .jump: break
                case .indirect:
                    if tallies { tally &+= op.tallyAfter &- run.tally }
                    counter = counted(ahead, before: op.sumAfter)
                    continue page
                case .slow:
                    if tallies { tally &+= op.tally &- run.tally }
                    cpu.pc = pc(op)
                    counter = counted(ahead, before: op.sum)
                    if case .ud = op.code {
                        switch Op.Reason(rawValue: Int32(bitPattern: op.immediate)) {
                        case .undecoded:
                            decode(op)
                            continue page
                        case .pageEnd:
                            cpu.pc = fetchAddress &+ Architecture.pageSize
                            continue page
                        default: break
                        }
                    }
                    break instruction
                }

                // A direct jump is taken.
                if tallies { tally &+= op.tallyAfter &- run.tally }
                ahead &+= op.sumAfter
                if op.leavesPage {
                    counter = ahead &- fetchStart.most
                    cpu.pc = pc(op) &+ op.immediate << 2
                    continue page
                }
                op.jump()
                if tallies { run = op }
                ahead &-= op.sum
                if P.isCareful ? counted(ahead, before: op.sum) < 0 : ahead < 0 { continue instruction }
                cpu.pc = pc(op)
                counter = counted(ahead, before: op.sum)
                continue page
            }

            // The instruction needs more than the loop: do it whole, by itself.
            settle(counter)
            guard executeSlow(op.op), !single else { return true }
            // It may have moved what was due soon, so that the plain loop can go on.
            if P.isCareful, !events.mask.contains(.instruction) { return true }
            counter = refuel(single: single)
        }
        settle(counter)
        return true
    }

    // MARK: Where instructions come from

    /// The pc of a place in the code cache, which lies on the page that instructions come from.
    @inline(__always) private func pc(_ op: Cursor) -> UInt32 { fetchAddress &+ op.words(from: fetchStart) << 2 }

    /// Words of the strip are fetched past the limit, but only by who is there already.
    @inline(__always) private var fetchesPastLimit: Bool { cpu.inStrip && cpu.pc >= Architecture.stripBase }

    /// After an ordinary indirect jump, which the limit binds wherever it comes from.
    @inline(__always) private mutating func leaveStrip() {
        if cpu.pc >= Architecture.stripBase { endStrip() }
    }

    /// The page of `cpu.pc`, if the lookaside knows it and it has predecoded words: no walk, nothing to charge.
    @inline(__always) private mutating func fetchFromLookaside() -> Bool {
        let pc = cpu.pc
        let entry = banks.bank(ring: cpu.ring, monitor: fetchesPastLimit)[pc]
        guard entry.readTag == pc & 0xffff_f003, let slot = code.slot(of: entry.frame(of: pc, in: memory)) else { return false }
        fetch = Fetch(page: pc >> 12, frame: entry.frame(of: pc, in: memory), ring: cpu.ring)
        fetchStart = slot
        cpu.inStrip = pc >= Architecture.stripBase
        return true
    }

    /// The page of `cpu.pc`, by TLB and tables. False if that raised a fault.
    @inline(never)
    private mutating func fetchPage() -> Bool {
        let pc = cpu.pc
        guard pc & 3 == 0 else {
            raise(.protection(.alignment))
            return false
        }
        if callsMonitor { return false }
        switch translate(pc, .fetch, ring: cpu.ring, monitor: fetchesPastLimit) {
        case .fault(let fault):
            raise(fault)
            return false
        case .outside:
            // No RAM: all ones, which is no instruction. Real world: a fetch from a device's memory would reach the device.
            fetch = Fetch(page: pc >> 12, frame: -1, ring: cpu.ring)
            fetchStart = code.empty
        case .ram(let offset):
            let frame = offset >> 12
            fetch = Fetch(page: pc >> 12, frame: frame, ring: cpu.ring)
            fetchStart = code.slot(of: frame) ?? addCode(frame)
        }
        cpu.inStrip = pc >= Architecture.stripBase
        return true
    }

    mutating func addCode(_ frame: Int) -> Cursor {
        let (slot, dropped) = code.addSlot(for: frame, tallied: translations.frames.contains(frame))
        for other in dropped { memory.flags[other].remove(.code) }
        memory.flags[frame].insert(.code)
        lookaside.dropWriteTags()
        return slot
    }

    @inline(never)
    private mutating func decode(_ op: Cursor) {
        code.decode(op, on: fetchStart, from: memory, frame: fetch.frame, charges, clockMode, translations)
    }

    /// No word yet, but where one is to be decoded, or a page ends.
    private func isUndecoded(_ op: Cursor) -> Bool {
        if case .ud = op.code { op.op.immediate != Op.Reason.undefined.rawValue } else { false }
    }

    @inline(never)
    private mutating func observe(_ op: Cursor, _ ahead: Int64) {
        if executions != nil, fetchesTranslations, !isUndecoded(op) {
            let number = (fetch.frame - translations.frames.lowerBound) << 10 | Int(pc(op) >> 2 & 1023)
            executions?[number] += 1
        }
        guard events.mask.contains(.instruction) else { return }
        if isUndecoded(op) { return }
        let pc = pc(op)
        let word = fetch.frame < 0 ? ~0 : memory.word(fetch.frame << 12 | Int(pc & 0xfff))
        let cycle = ledger.clock &+ counted(counted(ahead, before: op.sum)).cycles
        events.record(Event(cycle: cycle, pc: pc, ring: cpu.ring, kind: .instruction(word: word)))
    }
}
