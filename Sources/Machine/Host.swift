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

    // Hardware assist.
    var root = RootMode()
    /// The exit that a monitor has not been told of yet.
    var vmExit: VMExit?
    /// Faults raised so far in a delivery that an exit has interrupted, for the report of a triple fault.
    var interruptedDelivery: [Fault] = []
    var walkCache: WalkCache

    // Where a monitor owns ring 0.
    /// Ring 0 is a monitor's: the way there ends the run, and the hardware may reach its tables and stack in the strip.
    var isMonitored = false
    /// The monitor is a hypervisor: `hcall` in ring 1 leads to it.
    var answersHypercalls = false
    /// The first instruction with which a kernel in ring 1 was silently misled about the machine, if it was.
    package internal(set) var firstHole: UsedHole?
    /// The way into the monitor that has just been taken.
    var monitorEntry: MonitorEntry?
    /// Under the guest clock, the tick at which the instruction that a monitor emulates began: its accesses to devices, and
    /// what the monitor does to real devices for it, happen then.
    package internal(set) var accessTick: UInt64?

    /// The monitor's translation cache, if it has one.
    var translations = TranslationCacheMap()
    /// How often each word of translations has been executed, if somebody wants to know.
    var executions: [UInt64]?
    /// What words of translations have added up to since the ledger was last told.
    var tally = Tally()

    // While an instruction or a trap is carried out on a virtual machine.
    /// Its map; `nil` while the processor is the real one.
    var guestMap: GuestPhysicalMap?
    /// Faults are handed to the monitor instead of being delivered.
    var returnsFaults = false
    var returnedFault: Fault?
    /// Where traced pages were written meanwhile.
    var tracedWrites: [Range<Int>] = []
    /// References to guest memory made meanwhile.
    var references: UInt64 = 0
    /// Faults and traps raised so far, on the real machine and on virtual ones.
    var raised: UInt64 = 0
    /// Writes to device memory made meanwhile.
    package internal(set) var deviceWrites: [DeviceWrite] = []
    package struct UsedHole: Hashable, Sendable {
        package let pc: UInt32
        package let word: UInt32
    }
    package struct DeviceWrite: Sendable {
        package let address: UInt32
        package let width: Width
        package let value: UInt32
    }
    /// The limit that each ring's entries of the lookaside were made under, where a monitor changes it with the ring.
    var limitOfRing = InlineArray<4, UInt32>(repeating: Architecture.stripBase)

    // Derived state: speeds the loop up and is never visible.
    var lookaside = Lookaside()
    /// The lookaside's banks for what the processor is now.
    var banks: Lookaside.Banks
    /// What the banks of root mode and those of non-root mode were filled under when the mode was last left.
    var lookasideKeys: (LookasideKey?, LookasideKey?)
    struct LookasideKey: Equatable {
        var space: AddressSpace
        var limit: UInt32
        var cr0: UInt32
    }
    var lookasideKey: LookasideKey { LookasideKey(space: root.space, limit: cpu[.limit], cr0: cpu[.cr0]) }
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
        walkCache = WalkCache(capacity: model.walkCacheEntries)
        banks = lookaside.banks(nonRoot: false)
        fetchBank = banks.bank(ring: 0)
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

    /// Charges a primitive: the only way in which time passes, besides the words that the loop executes and idling. What
    /// happens on a virtual machine costs nothing by itself: it is the monitor's work that costs.
    package mutating func charge(_ primitive: Primitive, count: UInt64 = 1, to account: Account? = nil) {
        if guestMap != nil { return }
        let account = account ?? primitive.account ?? guestAccount
        let cycles = charges.price(primitive) &* count
        emit(.charge, .charge(.primitive(primitive), count: count, cycles: cycles, account))
        ledger.charge(cycles, to: account)
    }

    /// Charges steps of a monitor's software.
    package mutating func charge(_ work: MonitorWork, count: UInt64 = 1) {
        let cycles = work.cycles(count, perHundredInstructions: charges.price(.monitorInstructions))
        emit(.charge, .charge(.work(work), count: count, cycles: cycles, work.account))
        ledger.charge(cycles, to: work.account)
    }

    /// A way into ring 0 leads to a monitor.
    var ring0IsMonitors: Bool { isMonitored && !root.isGuest }

    /// The account of the guest's own work in the current ring.
    var guestAccount: Account { cpu.ring == 3 ? .guestUser : .guestKernel }

    /// Writes to physical memory from outside the machine: loading an image, by way of a guest's map if there is one.
    /// Returns false if it does not fit.
    package mutating func load(_ bytes: [UInt8], at address: UInt32, map: GuestPhysicalMap? = nil) -> Bool {
        guard Int(address) + bytes.count <= map?.size ?? memory.size else { return false }
        var context = DeviceContext(now: now, memory: memory, map: map)
        context.writeMemory(bytes, at: address)
        for range in context.written { rangeWritten(range) }
        return true
    }

    /// After a write to a range of RAM that did not come from the processor: forgets words predecoded from it, and tells
    /// who traces it.
    mutating func rangeWritten(_ range: Range<Int>) {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start | 0xfff, range.upperBound - 1)
            code.reset(frame: start >> 12, words: (start & 0xfff) >> 2...(end & 0xfff) >> 2)
            if memory.flags[start >> 12].isWatched { tracedWrites.append(start..<end + 1) }
            if memory.flags[start >> 12].contains(.observed) {
                for word in stride(from: start & ~3, through: end, by: 4) {
                    emit(.store, .store(address: UInt32(word), byDevice: true))
                }
            }
            start = end + 1
        }
    }

    /// Where the RAM is that a physical address names; `nil` where there is none.
    @inline(__always) func offset(ofPhysical address: UInt32) -> Int? {
        if let guestMap { return guestMap.offset(of: address) }
        return Int(address) < memory.size ? Int(address) : nil
    }

    /// The word at a physical address that is a multiple of 4; all ones where no RAM is.
    func physicalWord(_ address: UInt32) -> UInt32 { offset(ofPhysical: address).map { memory.word($0) } ?? ~0 }

    /// Runs devices, with what they do to memory and to the machine.
    mutating func withDevices<R>(_ body: (inout Bus, inout DeviceContext) -> R) -> R {
        var context = DeviceContext(now: accessTick ?? now, memory: memory, map: guestMap)
        let result = body(&bus, &context)
        for range in context.written { rangeWritten(range) }
        if let code = context.exitCode { finalStop = .powerOff(code: code) }
        return result
    }

    @inline(__always) mutating func emit(_ mask: EventMask, _ kind: @autoclosure () -> Event.Kind) {
        guard events.mask.contains(mask) else { return }
        events.record(Event(cycle: ledger.clock, pc: cpu.pc, ring: cpu.ring, kind: kind()))
    }
}
