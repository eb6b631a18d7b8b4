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
            if let vector = deliverableInterrupt {
                deliverInterrupt(vector)
                continue
            }
            if ledger.clock >= limits.cycle || now >= limits.tick { return .budget }
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
        if trace, cpu.trace, counters.retired != before, finalStop == nil { raise(Fault(.debug)) }
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

    /// Moves what the counter has counted into ledger and counters.
    @inline(__always) private mutating func settle(_ counter: Int64) {
        let upper = UInt64(bitPattern: counter >> 32 &+ Int64(bitPattern: turnFuel))
        let lower = UInt64(UInt32(truncatingIfNeeded: counter))
        let (cycles, retired) = clockMode == .cycles ? (upper, lower) : (lower, upper)
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
            let pageAddress = cpu.pc & PTE.frame
            let start = fetchStart
            let slice = Lookaside.slice(ring: cpu.ring, monitor: false)
            var index = start &+ Int(cpu.pc & 0xfff) >> 2
            var op = code.ops[index]

            instruction: while true {
                op = code.ops[index]
                if P.isOn { observe(op, at: pageAddress | UInt32(truncatingIfNeeded: index &- start) << 2, counter) }
                index &+= 1
                counter &+= charges.charges[Int(op.charge)]

                switch op.code {
                case .nop: break
                case .mov: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)]
                case .movi: cpu.registers[Int(op.d)] = UInt32(bitPattern: op.immediate)
                case .movhi:
                    cpu.registers[Int(op.d)] = cpu.registers[Int(op.d)] & 0xffff | UInt32(bitPattern: op.immediate) << 16

                case .add: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &+ cpu.registers[Int(op.immediate)]
                case .sub: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &- cpu.registers[Int(op.immediate)]
                case .mul: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &* cpu.registers[Int(op.immediate)]
                case .and: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] & cpu.registers[Int(op.immediate)]
                case .or: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] | cpu.registers[Int(op.immediate)]
                case .xor: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] ^ cpu.registers[Int(op.immediate)]
                case .shl: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &<< cpu.registers[Int(op.immediate)]
                case .shr: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &>> cpu.registers[Int(op.immediate)]
                case .sar:
                    cpu.registers[Int(op.d)] = UInt32(
                        bitPattern: Int32(bitPattern: cpu.registers[Int(op.a)])
                            &>> Int32(bitPattern: cpu.registers[Int(op.immediate)] & 31))
                case .not: cpu.registers[Int(op.d)] = ~cpu.registers[Int(op.a)]
                case .neg: cpu.registers[Int(op.d)] = 0 &- cpu.registers[Int(op.a)]

                case .div:
                    let divisor = cpu.registers[Int(op.immediate)]
                    if divisor == 0 { break instruction }
                    cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] / divisor
                case .mod:
                    let divisor = cpu.registers[Int(op.immediate)]
                    if divisor == 0 { break instruction }
                    cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] % divisor
                case .idiv:
                    let result = Int32(bitPattern: cpu.registers[Int(op.a)]).dividedReportingOverflow(
                        by: Int32(bitPattern: cpu.registers[Int(op.immediate)]))
                    if result.overflow { break instruction }
                    cpu.registers[Int(op.d)] = UInt32(bitPattern: result.partialValue)
                case .imod:
                    let result = Int32(bitPattern: cpu.registers[Int(op.a)]).remainderReportingOverflow(
                        dividingBy: Int32(bitPattern: cpu.registers[Int(op.immediate)]))
                    if result.overflow { break instruction }
                    cpu.registers[Int(op.d)] = UInt32(bitPattern: result.partialValue)

                case .cmp: cpu.arithmetic.compare(cpu.registers[Int(op.a)], cpu.registers[Int(op.immediate)])
                // The flags of a test are those of comparing the result with 0.
                case .test: cpu.arithmetic.compare(cpu.registers[Int(op.a)] & cpu.registers[Int(op.immediate)], 0)

                case .addi: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
                case .subi: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &- UInt32(bitPattern: op.immediate)
                case .muli: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &* UInt32(bitPattern: op.immediate)
                case .andi: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] & UInt32(bitPattern: op.immediate)
                case .ori: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] | UInt32(bitPattern: op.immediate)
                case .xori: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] ^ UInt32(bitPattern: op.immediate)
                case .shli: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &<< UInt32(bitPattern: op.immediate)
                case .shri: cpu.registers[Int(op.d)] = cpu.registers[Int(op.a)] &>> UInt32(bitPattern: op.immediate)
                case .sari:
                    cpu.registers[Int(op.d)] = UInt32(bitPattern: Int32(bitPattern: cpu.registers[Int(op.a)]) &>> op.immediate)
                case .cmpi: cpu.arithmetic.compare(cpu.registers[Int(op.a)], UInt32(bitPattern: op.immediate))
                case .testi: cpu.arithmetic.compare(cpu.registers[Int(op.a)] & UInt32(bitPattern: op.immediate), 0)

                case .load:
                    let address = cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.readTag == address & 0xffff_f003 else { break instruction }
                    cpu.registers[Int(op.d)] = memory.word(Int(entry.offset) &+ Int(address & 0xfff))
                case .loadb:
                    let address = cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.readTag == address & 0xffff_f000 else { break instruction }
                    cpu.registers[Int(op.d)] = UInt32(memory.byte(Int(entry.offset) &+ Int(address & 0xfff)))
                case .loadh:
                    let address = cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.readTag == address & 0xffff_f001 else { break instruction }
                    cpu.registers[Int(op.d)] = UInt32(memory.half(Int(entry.offset) &+ Int(address & 0xfff)))
                case .loadsb:
                    let address = cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.readTag == address & 0xffff_f000 else { break instruction }
                    let byte = Int8(bitPattern: memory.byte(Int(entry.offset) &+ Int(address & 0xfff)))
                    cpu.registers[Int(op.d)] = UInt32(bitPattern: Int32(byte))
                case .loadsh:
                    let address = cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.readTag == address & 0xffff_f001 else { break instruction }
                    let half = Int16(bitPattern: memory.half(Int(entry.offset) &+ Int(address & 0xfff)))
                    cpu.registers[Int(op.d)] = UInt32(bitPattern: Int32(half))
                case .store:
                    let address = cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.writeTag == address & 0xffff_f003 else { break instruction }
                    memory.setWord(Int(entry.offset) &+ Int(address & 0xfff), cpu.registers[Int(op.d)])
                case .storeb:
                    let address = cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.writeTag == address & 0xffff_f000 else { break instruction }
                    memory.setByte(Int(entry.offset) &+ Int(address & 0xfff), UInt8(truncatingIfNeeded: cpu.registers[Int(op.d)]))
                case .storeh:
                    let address = cpu.registers[Int(op.a)] &+ UInt32(bitPattern: op.immediate)
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.writeTag == address & 0xffff_f001 else { break instruction }
                    memory.setHalf(Int(entry.offset) &+ Int(address & 0xfff), UInt16(truncatingIfNeeded: cpu.registers[Int(op.d)]))
                case .push:
                    let address = cpu.registers[Architecture.stackPointer] &- 4
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.writeTag == address & 0xffff_f003 else { break instruction }
                    memory.setWord(Int(entry.offset) &+ Int(address & 0xfff), cpu.registers[Int(op.d)])
                    cpu.registers[Architecture.stackPointer] = address
                case .pop:
                    let address = cpu.registers[Architecture.stackPointer]
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.readTag == address & 0xffff_f003 else { break instruction }
                    cpu.registers[Architecture.stackPointer] = address &+ 4
                    cpu.registers[Int(op.d)] = memory.word(Int(entry.offset) &+ Int(address & 0xfff))

                case .je, .jne, .jl, .jge, .jle, .jg, .jb, .jae, .jbe, .ja, .jmp:
                    let flags = cpu.arithmetic
                    let taken =
                        switch op.code {
                        case .je: flags.equal
                        case .jne: !flags.equal
                        case .jl: flags.less
                        case .jge: !flags.less
                        case .jle: flags.equal || flags.less
                        case .jg: !(flags.equal || flags.less)
                        case .jb: flags.below
                        case .jae: !flags.below
                        case .jbe: flags.equal || flags.below
                        case .ja: !(flags.equal || flags.below)
                        default: true
                        }
                    if taken {
                        let target = index &- start &+ Int(op.immediate)
                        if UInt(bitPattern: target) >= 1024 {
                            cpu.pc = pageAddress &+ UInt32(truncatingIfNeeded: target) << 2
                            continue page
                        }
                        index = start &+ target
                    }
                case .jmpr:
                    cpu.pc = cpu.registers[Int(op.a)]
                    continue page
                case .call, .callr:
                    let address = cpu.registers[Architecture.stackPointer] &- 4
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.writeTag == address & 0xffff_f003 else { break instruction }
                    let back = pageAddress &+ UInt32(truncatingIfNeeded: index &- start) << 2
                    let target = op.code == .call ? back &+ UInt32(bitPattern: op.immediate << 2) : cpu.registers[Int(op.a)]
                    memory.setWord(Int(entry.offset) &+ Int(address & 0xfff), back)
                    cpu.registers[Architecture.stackPointer] = address
                    cpu.pc = target
                    continue page
                case .ret:
                    let address = cpu.registers[Architecture.stackPointer]
                    let entry = lookaside.entries[Lookaside.index(slice, address)]
                    guard entry.readTag == address & 0xffff_f003 else { break instruction }
                    cpu.registers[Architecture.stackPointer] = address &+ 4
                    cpu.pc = memory.word(Int(entry.offset) &+ Int(address & 0xfff))
                    continue page

                case .ud:
                    switch Op.Reason(rawValue: op.immediate) {
                    case .undecoded:
                        index &-= 1
                        decode(index, frame: fetch.frame, word: index &- start)
                        continue instruction
                    case .pageEnd:
                        cpu.pc = pageAddress &+ Architecture.pageSize
                        continue page
                    default: break instruction
                    }

                case .int, .brk, .iret, .syscall, .sysret, .hcall, .pushf, .popf, .sidt, .smsw, .rdring, .hlt, .cli, .sti, .lidt,
                    .inp, .inr, .outp, .outr, .movfcr, .movtcr, .invlpg, .rdtsc, .cpuid, .mload, .mloads, .mstore, .mstores,
                    .mjmp, .vmxon, .vmxoff, .vmclear, .vmptrld, .vmread, .vmwrite, .vmlaunch, .vmresume, .vmcall, .invept,
                    .invvpid:
                    break instruction
                }

                if counter >= 0 {
                    cpu.pc = pageAddress &+ UInt32(truncatingIfNeeded: index &- start) << 2
                    break page
                }
            }

            // The instruction needs more than the loop: take it back out of the count and do it whole.
            counter &-= charges.charges[Int(op.charge)]
            cpu.pc = pageAddress &+ UInt32(truncatingIfNeeded: index &- start &- 1) << 2
            settle(counter)
            guard executeSlow(op), !single else { return }
            counter = refuel(single: single)
        }
        settle(counter)
    }

    // MARK: Where instructions come from

    @inline(__always) private var fetchStart: Int { fetchSlot &* CodeCache.slotSize }

    /// The page of `cpu.pc`, if the lookaside knows it and it has predecoded words: no walk, nothing to charge.
    @inline(__always) private mutating func fetchFromLookaside() -> Bool {
        let pc = cpu.pc
        // Words of the strip fetch past the limit, but the way in is not by falling or jumping there.
        let slice = Lookaside.slice(ring: cpu.ring, monitor: false)
        let entry = lookaside.entries[Lookaside.index(slice, pc)]
        guard entry.readTag == pc & 0xffff_f003, let slot = code.slot(of: Int(entry.offset) >> 12) else { return false }
        fetch = Fetch(page: pc >> 12, frame: Int(entry.offset) >> 12, ring: cpu.ring)
        fetchSlot = slot
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
        switch translate(pc, .fetch, ring: cpu.ring) {
        case .fault(let fault):
            raise(fault)
            return false
        case .outside:
            // No RAM: all ones, which is no instruction. Real world: a fetch from a device's memory would reach the device.
            fetch = Fetch(page: pc >> 12, frame: -1, ring: cpu.ring)
            fetchSlot = CodeCache.emptySlot
        case .ram(let offset):
            let frame = offset >> 12
            fetch = Fetch(page: pc >> 12, frame: frame, ring: cpu.ring)
            fetchSlot = code.slot(of: frame) ?? addCode(frame)
        }
        return true
    }

    mutating func addCode(_ frame: Int) -> Int {
        let (slot, dropped) = code.addSlot(for: frame)
        for other in dropped { memory.flags[other].remove(.code) }
        memory.flags[frame].insert(.code)
        lookaside.dropWriteTags()
        return slot
    }

    @inline(never)
    private mutating func decode(_ index: Int, frame: Int, word: Int) {
        counters.decoded &+= 1
        code.ops[index] = Op(word: memory.word(frame << 12 | word << 2))
    }

    @inline(never)
    private mutating func observe(_ op: Op, at pc: UInt32, _ counter: Int64) {
        if op.code == .ud, op.immediate != Op.Reason.undefined.rawValue { return }
        let pending =
            clockMode == .cycles
            ? UInt64(bitPattern: counter >> 32 &+ Int64(bitPattern: turnFuel)) : UInt64(UInt32(truncatingIfNeeded: counter))
        let word = fetch.frame < 0 ? ~0 : memory.word(fetch.frame << 12 | Int(pc & 0xfff))
        events.record(Event(cycle: ledger.clock &+ pending, pc: pc, ring: cpu.ring, kind: .instruction(word: word)))
    }
}
