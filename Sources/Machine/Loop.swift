import ISA

/// Whether the loop reports each instruction. A constant of the generic loop, so that the plain loop has no trace of it.
private protocol Probe { static var isOn: Bool { get } }
private enum Plain: Probe { static let isOn = false }
private enum Observed: Probe { static let isOn = true }

extension Host {
    /// Executes until something happens that the owner must know.
    package mutating func run(_ slice: Slice) -> HostStop {
        limits = slice
        while true {
            if let finalStop { return finalStop }
            if now >= bus.nextEvent {
                for device in withDevices({ $0.advance(&$1) }) { emit(.device, .deviceEvent(device: device)) }
                continue
            }
            // Before interrupts: one whose delivery faults into a gate that keeps them enabled comes again without end.
            if ledger.clock >= limits.cycle || now >= limits.tick { return .budget }
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
        let left = limits.cycle - ledger.clock
        let ticks = min(min(bus.nextEvent, limits.tick) - now, left)
        ledger.charge(ticks, to: .idle)
        if clockMode == .guest { skippedTicks &+= ticks }
    }

    /// One instruction, because the trace flag traps after it or because interrupts wait for it.
    private mutating func step() {
        let (trace, before) = (cpu.trace, counters.retired)
        cpu.interruptShadow = false
        turn(single: true)
        // Real world: x86 traps after an instruction that began with the flag set, also if that instruction cleared it.
        if trace, cpu.trace, counters.retired != before, finalStop == nil {
            // The trap wakes a processor that the instruction has put to sleep.
            cpu.halted = false
            raise(Fault(.debug))
        }
    }

    private mutating func turn(single: Bool) {
        if events.mask.contains(.instruction) {
            execute(Observed.self, single: single)
        } else {
            execute(Plain.self, single: single)
        }
    }

    // MARK: The counter (see ChargeTable)

    /// A counter that becomes non-negative when something is due; 0 if it is due now.
    @inline(__always) private mutating func refuel(single: Bool) -> Int64 {
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
        turnFuel = min(due &- now, clockMode == .cycles ? left : max(1, left / charges.dearest), ChargeTable.longestTurn)
        return -Int64(bitPattern: turnFuel << 32)
    }

    /// What the counter has counted since it was last filled.
    @inline(__always) private func counted(_ counter: Int64) -> (cycles: UInt64, retired: UInt64) {
        let upper = UInt64(bitPattern: counter >> 32 &+ Int64(bitPattern: turnFuel))
        let lower = UInt64(UInt32(truncatingIfNeeded: counter))
        return clockMode == .cycles ? (upper, lower) : (lower, upper)
    }

    /// Moves that into ledger and counters.
    @inline(__always) private mutating func settle(_ counter: Int64) {
        let (cycles, retired) = counted(counter)
        if cpu.ring == 3 {
            ledger.charge(cycles, to: .guestUser)
            counters.retiredUser &+= retired
        } else {
            ledger.charge(cycles, to: .guestKernel)
            counters.retiredKernel &+= retired
        }
    }

    // MARK: The loop

    /// The CPU loop: instructions until fuel runs out or something needs a wider view. One long function by design.
    @inline(never)
    private mutating func execute<P: Probe>(_ probe: P.Type, single: Bool) {
        var counter = refuel(single: single)

        page: while counter < 0 {
            // Where instructions come from.
            if cpu.pc >> 12 != fetch.page || cpu.ring != fetch.ring || cpu.pc & 3 != 0 {
                if !fetchFromLookaside() {
                    settle(counter)
                    guard fetchPage() else { return }
                    counter = refuel(single: single)
                    if counter >= 0 { break }
                }
            }
            fetchAddress = cpu.pc & PTE.frame
            fetchKey = Lookaside.Key(ring: cpu.ring, monitor: false)
            var op = CodeCache.word(cpu.pc >> 2, of: fetchStart)

            slowly: do {
                instruction: while true {
                    if P.isOn { observe(op, counter) }
                    counter &+= charges.charges[op.charge & 255]

                    straight: do {
                        compared: do {
                            switch op.code {
                            case .nop: break
                            case .mov: cpu.registers[op.d] = cpu.registers[op.a]
                            case .movi: cpu.registers[op.d] = op.immediate
                            case .movhi:
                                cpu.registers[op.d] = cpu.registers[op.d] & 0xffff | op.immediate << 16

                            case .add: cpu.registers[op.d] = cpu.registers[op.a] &+ cpu.registers[op.b]
                            case .sub: cpu.registers[op.d] = cpu.registers[op.a] &- cpu.registers[op.b]
                            case .mul: cpu.registers[op.d] = cpu.registers[op.a] &* cpu.registers[op.b]
                            case .and: cpu.registers[op.d] = cpu.registers[op.a] & cpu.registers[op.b]
                            case .or: cpu.registers[op.d] = cpu.registers[op.a] | cpu.registers[op.b]
                            case .xor: cpu.registers[op.d] = cpu.registers[op.a] ^ cpu.registers[op.b]
                            case .shl: cpu.registers[op.d] = cpu.registers[op.a] &<< cpu.registers[op.b]
                            case .shr: cpu.registers[op.d] = cpu.registers[op.a] &>> cpu.registers[op.b]
                            case .sar:
                                cpu.registers[op.d] = UInt32(
                                    bitPattern: Int32(bitPattern: cpu.registers[op.a])
                                        &>> Int32(bitPattern: cpu.registers[op.b] & 31))
                            case .not: cpu.registers[op.d] = ~cpu.registers[op.a]
                            case .neg: cpu.registers[op.d] = 0 &- cpu.registers[op.a]

                            case .div:
                                let divisor = cpu.registers[op.b]
                                if divisor == 0 { break slowly }
                                cpu.registers[op.d] = cpu.registers[op.a] / divisor
                            case .mod:
                                let divisor = cpu.registers[op.b]
                                if divisor == 0 { break slowly }
                                cpu.registers[op.d] = cpu.registers[op.a] % divisor
                            case .idiv:
                                let result = Int32(bitPattern: cpu.registers[op.a]).dividedReportingOverflow(
                                    by: Int32(bitPattern: cpu.registers[op.b]))
                                if result.overflow { break slowly }
                                cpu.registers[op.d] = UInt32(bitPattern: result.partialValue)
                            case .imod:
                                let result = Int32(bitPattern: cpu.registers[op.a]).remainderReportingOverflow(
                                    dividingBy: Int32(bitPattern: cpu.registers[op.b]))
                                if result.overflow { break slowly }
                                cpu.registers[op.d] = UInt32(bitPattern: result.partialValue)

                            case .cmp:
                                cpu.arithmetic.compare(cpu.registers[op.a], cpu.registers[op.b])
                                break compared
                            // The flags of a test are those of comparing the result with 0.
                            case .test:
                                cpu.arithmetic.compare(cpu.registers[op.a] & cpu.registers[op.b], 0)
                                break compared

                            case .addi: cpu.registers[op.d] = cpu.registers[op.a] &+ op.immediate
                            case .subi: cpu.registers[op.d] = cpu.registers[op.a] &- op.immediate
                            case .muli: cpu.registers[op.d] = cpu.registers[op.a] &* op.immediate
                            case .andi: cpu.registers[op.d] = cpu.registers[op.a] & op.immediate
                            case .ori: cpu.registers[op.d] = cpu.registers[op.a] | op.immediate
                            case .xori: cpu.registers[op.d] = cpu.registers[op.a] ^ op.immediate
                            case .shli: cpu.registers[op.d] = cpu.registers[op.a] &<< op.immediate
                            case .shri: cpu.registers[op.d] = cpu.registers[op.a] &>> op.immediate
                            case .sari:
                                cpu.registers[op.d] = UInt32(
                                    bitPattern: Int32(bitPattern: cpu.registers[op.a]) &>> Int32(bitPattern: op.immediate))
                            case .cmpi:
                                cpu.arithmetic.compare(cpu.registers[op.a], op.immediate)
                                break compared
                            case .testi:
                                cpu.arithmetic.compare(cpu.registers[op.a] & op.immediate, 0)
                                break compared

                            case .load:
                                let address = cpu.registers[op.a] &+ op.immediate
                                let entry = lookaside[fetchKey, address]
                                guard entry.readTag == address & 0xffff_f003 | fetchKey.tag else { break slowly }
                                cpu.registers[op.d] = entry.word(address)
                            case .loadb:
                                let address = cpu.registers[op.a] &+ op.immediate
                                let entry = lookaside[fetchKey, address]
                                guard entry.readTag == address & 0xffff_f000 | fetchKey.tag else { break slowly }
                                cpu.registers[op.d] = UInt32(entry.byte(address))
                            case .loadh:
                                let address = cpu.registers[op.a] &+ op.immediate
                                let entry = lookaside[fetchKey, address]
                                guard entry.readTag == address & 0xffff_f001 | fetchKey.tag else { break slowly }
                                cpu.registers[op.d] = UInt32(entry.half(address))
                            case .loadsb:
                                let address = cpu.registers[op.a] &+ op.immediate
                                let entry = lookaside[fetchKey, address]
                                guard entry.readTag == address & 0xffff_f000 | fetchKey.tag else { break slowly }
                                let byte = Int8(bitPattern: entry.byte(address))
                                cpu.registers[op.d] = UInt32(bitPattern: Int32(byte))
                            case .loadsh:
                                let address = cpu.registers[op.a] &+ op.immediate
                                let entry = lookaside[fetchKey, address]
                                guard entry.readTag == address & 0xffff_f001 | fetchKey.tag else { break slowly }
                                let half = Int16(bitPattern: entry.half(address))
                                cpu.registers[op.d] = UInt32(bitPattern: Int32(half))
                            case .store:
                                let address = cpu.registers[op.a] &+ op.immediate
                                let entry = lookaside[fetchKey, address]
                                guard entry.writeTag == address & 0xffff_f003 | fetchKey.tag else { break slowly }
                                entry.setWord(address, cpu.registers[op.d])
                            case .storeb:
                                let address = cpu.registers[op.a] &+ op.immediate
                                let entry = lookaside[fetchKey, address]
                                guard entry.writeTag == address & 0xffff_f000 | fetchKey.tag else { break slowly }
                                entry.setByte(address, UInt8(truncatingIfNeeded: cpu.registers[op.d]))
                            case .storeh:
                                let address = cpu.registers[op.a] &+ op.immediate
                                let entry = lookaside[fetchKey, address]
                                guard entry.writeTag == address & 0xffff_f001 | fetchKey.tag else { break slowly }
                                entry.setHalf(address, UInt16(truncatingIfNeeded: cpu.registers[op.d]))
                            case .push:
                                let address = cpu.registers[Architecture.stackPointer] &- 4
                                let entry = lookaside[fetchKey, address]
                                guard entry.writeTag == address & 0xffff_f003 | fetchKey.tag else { break slowly }
                                entry.setWord(address, cpu.registers[op.d])
                                cpu.registers[Architecture.stackPointer] = address
                            case .pop:
                                let address = cpu.registers[Architecture.stackPointer]
                                let entry = lookaside[fetchKey, address]
                                guard entry.readTag == address & 0xffff_f003 | fetchKey.tag else { break slowly }
                                cpu.registers[Architecture.stackPointer] = address &+ 4
                                cpu.registers[op.d] = entry.word(address)

                            case .je:
                                if cpu.arithmetic.equal { break straight }
                            case .jne:
                                if !cpu.arithmetic.equal { break straight }
                            case .jl:
                                if cpu.arithmetic.less { break straight }
                            case .jge:
                                if !cpu.arithmetic.less { break straight }
                            case .jle:
                                if cpu.arithmetic.equal || cpu.arithmetic.less { break straight }
                            case .jg:
                                if !(cpu.arithmetic.equal || cpu.arithmetic.less) { break straight }
                            case .jb:
                                if cpu.arithmetic.below { break straight }
                            case .jae:
                                if !cpu.arithmetic.below { break straight }
                            case .jbe:
                                if cpu.arithmetic.equal || cpu.arithmetic.below { break straight }
                            case .ja:
                                if !(cpu.arithmetic.equal || cpu.arithmetic.below) { break straight }
                            case .jmp: break straight
                            case .jmpr:
                                cpu.pc = cpu.registers[op.a]
                                leaveStrip()
                                continue page
                            case .call, .callr:
                                let address = cpu.registers[Architecture.stackPointer] &- 4
                                let entry = lookaside[fetchKey, address]
                                guard entry.writeTag == address & 0xffff_f003 | fetchKey.tag else { break slowly }
                                let back = pc(op) &+ 4
                                let target = op.code == .call ? back &- 4 &+ op.immediate << 2 : cpu.registers[op.a]
                                entry.setWord(address, back)
                                cpu.registers[Architecture.stackPointer] = address
                                cpu.pc = target
                                if op.code == .callr { leaveStrip() }
                                continue page
                            case .ret:
                                let address = cpu.registers[Architecture.stackPointer]
                                let entry = lookaside[fetchKey, address]
                                guard entry.readTag == address & 0xffff_f003 | fetchKey.tag else { break slowly }
                                cpu.registers[Architecture.stackPointer] = address &+ 4
                                cpu.pc = entry.word(address)
                                leaveStrip()
                                continue page

                            case .ud:
                                switch Op.Reason(rawValue: Int32(bitPattern: op.immediate)) {
                                case .undecoded:
                                    decode(op)
                                    continue instruction
                                case .pageEnd:
                                    cpu.pc = fetchAddress &+ Architecture.pageSize
                                    continue page
                                default: break slowly
                                }

                            case .int, .brk, .iret, .syscall, .sysret, .hcall, .pushf, .popf, .sidt, .smsw, .rdring, .hlt, .cli,
                                .sti,
                                .lidt,
                                .inp, .inr, .outp, .outr, .movfcr, .movtcr, .invlpg, .rdtsc, .cpuid, .mload, .mloads, .mstore,
                                .mstores,
                                .mjmp, .vmxon, .vmxoff, .vmclear, .vmptrld, .vmread, .vmwrite, .vmlaunch, .vmresume, .vmcall,
                                .invept,
                                .invvpid:
                                break slowly
                            }
                            op.advance()
                            if _fastPath(counter < 0) { continue instruction }
                            cpu.pc = pc(op)
                            break page
                        }

                        // Most comparisons are followed by a jump on them. It is done here: a branch that the real processor
                        // predicts well instead of one more turn through the switch.
                        op.advance()
                        if counter >= 0 {
                            cpu.pc = pc(op)
                            break page
                        }
                        let taken: Bool
                        switch op.code {
                        case .jne: taken = !cpu.arithmetic.equal
                        case .je: taken = cpu.arithmetic.equal
                        case .jb: taken = cpu.arithmetic.below
                        default: continue instruction
                        }
                        if P.isOn { observe(op, counter) }
                        counter &+= charges.charges[op.charge & 255]
                        if taken { break straight }
                        op.advance()
                        if counter < 0 { continue instruction }
                        cpu.pc = pc(op)
                        break page
                    }

                    // A direct jump is taken.
                    op.jump()
                    if counter < 0, op.words(from: fetchStart) < 1024 { continue instruction }
                    cpu.pc = pc(op)
                    continue page
                }
            }

            // The instruction needs more than the loop: take it back out of the count and do it whole.
            counter &-= charges.charges[op.charge & 255]
            cpu.pc = pc(op)
            settle(counter)
            guard executeSlow(op.op), !single else { return }
            counter = refuel(single: single)
        }
        settle(counter)
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
        let key = Lookaside.Key(ring: cpu.ring, monitor: fetchesPastLimit)
        let entry = lookaside[key, pc]
        guard entry.readTag == pc & 0xffff_f003 | key.tag, let slot = code.slot(of: entry.frame(in: memory)) else { return false }
        fetch = Fetch(page: pc >> 12, frame: entry.frame(in: memory), ring: cpu.ring)
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
        let (slot, dropped) = code.addSlot(for: frame)
        for other in dropped { memory.flags[other].remove(.code) }
        memory.flags[frame].insert(.code)
        lookaside.dropWriteTags()
        return slot
    }

    @inline(never)
    private mutating func decode(_ op: Cursor) {
        code.set(op, Op(word: memory.word(fetch.frame << 12 | Int(pc(op) & 0xfff))))
    }

    @inline(never)
    private mutating func observe(_ op: Cursor, _ counter: Int64) {
        if op.code == .ud, op.op.immediate != Op.Reason.undefined.rawValue { return }
        let pc = pc(op)
        let word = fetch.frame < 0 ? ~0 : memory.word(fetch.frame << 12 | Int(pc & 0xfff))
        events.record(Event(cycle: ledger.clock &+ counted(counter).cycles, pc: pc, ring: cpu.ring, kind: .instruction(word: word)))
    }
}
