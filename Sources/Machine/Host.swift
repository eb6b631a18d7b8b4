import ISA

/// The simulated host: one processor with its MMU, RAM, devices, clock and ledger.
///
/// It is driven by whoever owns it: `run` executes until something happens that the owner must know. There is exactly one
/// of each host (it cannot be copied); its state as a value is a `HostSnapshot`.
package struct Host: ~Copyable {
    package let model: HostModel
    package let clockMode: ClockMode
    package let memory: PhysicalMemory

    package var cpu = CPU()
    package internal(set) var tlb: TLB
    package var bus: Bus
    package internal(set) var ledger = Ledger()
    package internal(set) var counters = Counters()
    package var events = EventLog()

    /// Guest-clock ticks that passed in `hlt`.
    var skippedTicks: UInt64 = 0
    /// What ended the machine's run for good; `run` repeats it.
    var finalStop: HostStop?

    // Derived state: speeds the loop up and is never visible.
    var lookaside = Lookaside()
    var code: CodeCache
    let charges: ChargeTable
    /// By opcode: whether the instruction traps outside ring 0 on this host.
    let privileged: [Bool]

    /// The page that instructions come from. It stays as it is while they do, whatever happens to the TLB's entry, until
    /// a jump out of the page, a change of ring or a flush: like the buffer between a fetch unit and its TLB.
    var fetch = Fetch()
    struct Fetch: Hashable {
        /// The page number, or one that no address has.
        var page: UInt32 = .max
        /// The frame, or -1 where no RAM is.
        var frame: Int = -1
        var ring: UInt8 = 0
    }

    // The loop's own state between two turns (see Loop.swift).
    var turnFuel: UInt64 = 0
    // The page that instructions come from: its place in the code cache, its address, and the part of the lookaside for
    // its ring. Fields, not the loop's variables: they are rarely needed, and the loop's registers are scarce.
    var fetchStart: Cursor
    var fetchAddress: UInt32 = 0
    var fetchBank: Lookaside.Bank
    var limits = Slice(untilCycle: 0)

    /// A host at reset, with RAM of `ramSize` bytes (a multiple of the page size, at most 2 GiB).
    package init(model: HostModel, ramSize: Int, clockMode: ClockMode = .cycles, bus: Bus) {
        precondition(ramSize <= 1 << 31)
        self.model = model
        self.clockMode = clockMode
        self.bus = bus
        memory = PhysicalMemory(size: ramSize)
        tlb = TLB(entries: model.tlbEntries, ways: model.tlbWays)
        code = CodeCache(frameCount: ramSize / Int(Architecture.pageSize))
        fetchStart = code.empty
        fetchBank = lookaside.bank(ring: 0, monitor: false)
        charges = ChargeTable(model, mode: clockMode)
        privileged = (0...255).map { Instruction(rawValue: $0)?.row.privilege.isPrivileged(on: model.isa) ?? false }
        cpu.sp = UInt32(ramSize)
    }

    /// The clock that devices and `rdtsc` see, in ticks.
    package var now: UInt64 { clockMode == .cycles ? ledger.clock : counters.retired &+ skippedTicks }

    /// Every transfer but those that may lead to the strip or go on in it.
    mutating func endStrip() {
        cpu.inStrip = false
        if cpu.pc >= Architecture.stripBase { fetch = Fetch() }
    }

    /// Charges a primitive. The only way in which time passes, besides the words that the loop executes and idling.
    package mutating func charge(_ primitive: Primitive, count: UInt64 = 1) {
        let cycles = UInt64(model[primitive].cycles) &* count
        ledger.charge(cycles, to: primitive.account ?? guestAccount)
    }

    /// The account of the guest's own work in the current ring.
    var guestAccount: Account { cpu.ring == 3 ? .guestUser : .guestKernel }

    /// Writes to physical memory from outside the machine: loading an image. Returns false if it does not fit.
    package mutating func load(_ bytes: [UInt8], at address: UInt32) -> Bool {
        guard Int(address) + bytes.count <= memory.size else { return false }
        guard !bytes.isEmpty else { return true }
        memory.write(bytes, at: address)
        codeWritten(address...(address + UInt32(bytes.count - 1)))
        return true
    }

    /// Forgets predecoded words in a range of physical memory.
    mutating func codeWritten(_ range: ClosedRange<UInt32>) {
        let last = min(Int(range.upperBound), memory.size - 1)
        var address = Int(range.lowerBound)
        while address <= last {
            let end = min(address | 0xfff, last)
            code.reset(frame: address >> 12, words: (address & 0xfff) >> 2...(end & 0xfff) >> 2)
            address = end + 1
        }
    }

    /// Runs devices, with what they do to memory and to the machine.
    mutating func withDevices<R>(_ body: (inout Bus, inout DeviceContext) -> R) -> R {
        var context = DeviceContext(now: now, memory: memory)
        let result = body(&bus, &context)
        for range in context.written { codeWritten(range) }
        if let code = context.exitCode { finalStop = .powerOff(code: code) }
        return result
    }

    @inline(__always) mutating func emit(_ mask: EventMask, _ kind: @autoclosure () -> Event.Kind) {
        guard events.mask.contains(mask) else { return }
        events.record(Event(cycle: ledger.clock, pc: cpu.pc, ring: cpu.ring, kind: kind()))
    }
}
