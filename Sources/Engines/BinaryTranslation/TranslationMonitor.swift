import ISA
import Machine
import VMM

/// A monitor that runs the guest's programs directly, and translations of its kernel.
package struct TranslationMonitor: Sendable {
    package var monitor: Monitor
    package private(set) var cache: TranslationCache
    private let adapts: Bool
    private let translatesUser: Bool
    private let emulatesInCache: Bool
    /// Where the guest is while the monitor is at work.
    private var place = Place.instruction
    /// The host's processor is executing translations.
    private var isInTranslation = false
    private var flagsAreGuarded = false
    /// The guest's page faults so far.
    private var pageFaults: UInt64 = 0
    /// What the processor's page has, so that only changes are written.
    private var written = CPU()
    /// Callouts, by what for.
    package private(set) var callouts = Callouts()

    package struct Callouts: Sendable {
        /// Look-ups that found nothing, jumps not linked, instructions carried out, and simulated accesses.
        package var lookups: UInt64 = 0
        package var links: UInt64 = 0
        package var instructions: UInt64 = 0
        package var accesses: UInt64 = 0
    }

    private enum Place: Sendable {
        /// At a word of a translation, with the registers that the translation needs.
        case translation(CPU)
        /// Between two of its instructions; the virtual machine's processor says where.
        case instruction
    }

    package init(_ host: inout Host, map: GuestPhysicalMap, entry: UInt32, _ options: EngineOptions) {
        (adapts, translatesUser, emulatesInCache) = (options.adapts, options.translatesUser, options.emulatesInCache)
        monitor = Monitor(deprivileging: &host, map: map, entry: entry, pool: TranslatorMemory.pool, trapTime: false)
        let bus = monitor.machine.bus
        cache = TranslationCache(
            Translator.Rules(
                hasHoles: host.model.isa == .x86, emulates: options.emulatesInCache, isPortEmpty: { !bus.holds(port: $0) }))
        TranslatorMemory.build(ring: leastRing, on: &host)
        written.trapTable = ~0
        for register in ControlRegister.allCases { written[register] = ~monitor.machine.cpu[register] }
        written.interruptsEnabled = true
    }

    private var leastRing: UInt32 { translatesUser ? 3 : 1 }

    // MARK: Going on

    /// Has the host execute the guest, from where it is; or does what must happen before.
    package mutating func goOn(_ slice: Slice, on host: inout Host) -> HostStop? {
        keepCoherent(on: &host)
        if case .translation(let cpu) = place {
            if cpu.trace {
                // popf has just set it: from here on the guest is stepped.
                leaveTranslation(cpu, on: &host)
                return nil
            }
            guard monitor.machine.bus.pendingVector != nil || !isValid(cpu) else {
                resume(cpu, on: &host)
                return nil
            }
            return approach(cpu, on: &host)
        }
        if monitor.deliverInterrupt(on: &host) { return nil }
        if monitor.machine.cpu.halted { return monitor.wait(slice, on: &host) }
        if monitor.stepIsDue() {
            emulate(on: &host)
        } else if monitor.machine.cpu.ring == 3, !translatesUser {
            isInTranslation = false
            host.setTrapTime(monitor.machine.cpu[.cr0] & CR0.trapTime != 0)
            monitor.enterGuest(ring: 3, on: &host)
        } else {
            dispatch(on: &host)
        }
        return nil
    }

    /// The unit that the translation is in has not been invalidated meanwhile.
    private func isValid(_ cpu: CPU) -> Bool {
        guard let word = TranslatorMemory.word(at: cpu.pc), let unit = cache.unit(ofWord: word) else { return false }
        return cache.units[unit].isValid
    }

    /// An interrupt waits, or the translation is none any more: on to the end of the guest's instruction, word by word.
    private mutating func approach(_ cpu: CPU, on host: inout Host) -> HostStop? {
        if point(cpu).isBoundary {
            let unit = isValid(cpu)
            leaveTranslation(cpu, on: &host)
            // It cannot be taken yet: the guest goes on where it was.
            if unit, !host.interruptWaits(in: &monitor.machine), !monitor.machine.cpu.interruptShadow { resume(cpu, on: &host) }
            return nil
        }
        load(cpu, on: &host)
        let stop = host.run(Slice(untilCycle: host.ledger.clock &+ 1))
        if stop == .budget {
            place = .translation(host.cpu)
        } else {
            // The exit that came ends the one under way.
            monitor.isEntered()
        }
        return stop
    }

    /// The guest goes on in a translation.
    private mutating func resume(_ cpu: CPU, on host: inout Host) {
        load(cpu, on: &host)
        monitor.endExit(on: &host)
    }

    private mutating func load(_ cpu: CPU, on host: inout Host) {
        guardFlags(on: &host)
        let guest = monitor.machine.cpu
        monitor.shadows?.selectRoot(guest, flush: false, on: &host)
        host.enterTranslation(
            cpu, at: cpu.pc, ring: guest.ring == 3 ? 3 : 1, limit: guest.ring == 0 ? Architecture.stripBase : guest[.limit],
            trapTime: guest[.cr0] & CR0.trapTime != 0, crossing: host.cpu.ring == 0)
        isInTranslation = true
    }

    /// Enabling interrupts must be seen while one waits.
    private mutating func guardFlags(on host: inout Host) {
        let closed = monitor.machine.bus.pendingVector != nil
        guard closed != flagsAreGuarded else { return }
        flagsAreGuarded = closed
        TranslatorMemory.guardFlags(closed, ring: leastRing, on: &host)
    }

    // MARK: Translations

    /// Enters the translation of the code at the guest's pc.
    private mutating func dispatch(on host: inout Host) {
        guard let unit = findUnit(on: &host) else {
            // It cannot be fetched, which the monitor finds out again, and tells the guest.
            emulate(on: &host)
            return
        }
        enter(unit, on: &host)
    }

    private mutating func enter(_ unit: Int, on host: inout Host) {
        writeProcessor(on: &host)
        cache.useLookups(ofRing: monitor.machine.cpu.ring, on: &host)
        var cpu = monitor.machine.cpu
        cpu.pc = cache.units[unit].entry
        resume(cpu, on: &host)
    }

    /// The unit for the guest's pc, translated if need be. `nil` if there is no code to be fetched.
    private mutating func findUnit(on host: inout Host) -> Int? {
        let cpu = monitor.machine.cpu
        guard cpu.pc & 3 == 0, cpu.pc < (cpu.ring == 0 ? Architecture.stripBase : cpu[.limit]) else { return nil }
        guard let frame = cache.frame(ofCodeAt: cpu.pc, ring: cpu.ring) ?? fetch(on: &host) else { return nil }
        let key = UnitKey(pc: cpu.pc, frame: frame, ring: cpu.ring)
        if let unit = cache.unit(key) { return unit }
        let watched = host.isCodeWatched(frame: frame)
        let unit = cache.translate(key, on: &host)
        if !watched { monitor.shadows?.protect(frame, on: &host) }
        return unit
    }

    /// Tries whether code can be fetched at the guest's pc, as its processor would. Returns the frame.
    private mutating func fetch(on host: inout Host) -> Int? {
        let cpu = monitor.machine.cpu
        let (translation, references) = host.translate(cpu.pc, write: false, fetch: true, ring: cpu.ring, in: &monitor.machine)
        host.charge(.guestReference, count: references)
        monitor.takeTracedWrites(on: &host)
        takeCodeWrites(on: &host)
        guard case .ram(let offset) = translation else { return nil }
        cache.learn(cpu.pc, ring: cpu.ring, frame: offset >> 12)
        return offset >> 12
    }

    private func point(_ cpu: CPU) -> GuestPoint {
        guard let word = TranslatorMemory.word(at: cpu.pc), let unit = cache.unit(ofWord: word) else {
            preconditionFailure("\(cpu.pc) is no word of a translation")
        }
        return cache.units[unit].words[word - cache.units[unit].start].state
    }

    // MARK: The guest's processor

    /// Takes the guest's registers out of a translation: what it has in others, saved, or on the virtual processor.
    private mutating func leaveTranslation(_ cpu: CPU, on host: inout Host) {
        take(cpu, point(cpu), on: host)
        place = .instruction
    }

    private mutating func take(_ cpu: CPU, _ point: GuestPoint, on host: borrowing Host) {
        monitor.machine.cpu = guest(cpu, point, on: host)
        read(host)
    }

    /// The guest's processor at a point of a translation.
    private func guest(_ cpu: CPU, _ point: GuestPoint, on host: borrowing Host) -> CPU {
        var guest = monitor.machine.cpu
        guest.registers = cpu.registers
        for register in 0..<3 where point.clobbered & 1 << UInt8(register) != 0 {
            guest.registers[register] = host.monitorWord(TranslatorMemory.place(TranslatorMemory.saved[register]))
        }
        guest.arithmetic = cpu.arithmetic
        guest.trace = cpu.trace
        guest.pc = point.isDynamic ? host.monitorWord(TranslatorMemory.place(TranslatorMemory.target)) : point.pc
        let flags = TranslatorMemory.place(TranslatorMemory.flags << 12)
        guest.interruptsEnabled = host.monitorWord(flags + TranslatorMemory.interruptFlag) != 0
        guest.interruptShadow =
            point.followsSti && guest.interruptsEnabled && host.monitorWord(flags + TranslatorMemory.flagBefore) == 0
        for number in Self.changeable {
            guest.control[number] = host.monitorWord(TranslatorMemory.place(TranslatorMemory.control(UInt8(number))))
        }
        return guest
    }

    /// Control registers that translations write by themselves, by number.
    private static let changeable = [ControlRegister.cr2, .sp0, .sp1, .sp2, .cr8].map { Int($0.rawValue) }

    /// What the processor's page has now.
    private mutating func read(_ host: borrowing Host) {
        written.interruptsEnabled = monitor.machine.cpu.interruptsEnabled
        for number in Self.changeable { written.control[number] = monitor.machine.cpu.control[number] }
    }

    /// Brings the processor's page up to date.
    private mutating func writeProcessor(on host: inout Host) {
        let cpu = monitor.machine.cpu
        for number in 0..<16 where cpu.control[number] != written.control[number] {
            host.setMonitorWord(TranslatorMemory.place(TranslatorMemory.control(UInt8(number))), cpu.control[number])
        }
        if cpu.trapTable != written.trapTable {
            host.setMonitorWord(TranslatorMemory.place(TranslatorMemory.trapTable), cpu.trapTable)
        }
        if cpu.interruptsEnabled != written.interruptsEnabled {
            let place = TranslatorMemory.place(TranslatorMemory.flags << 12) + TranslatorMemory.interruptFlag
            host.setMonitorWord(place, cpu.interruptsEnabled ? Flags.interrupt : 0)
        }
        written = cpu
    }

    // MARK: Exits

    /// The monitor has been entered.
    package mutating func handle(_ entry: MonitorEntry, on host: inout Host) {
        guard monitor.isGuestRunning, isInTranslation else { return handleDirect(entry, on: &host) }
        var cpu = monitor.machine.cpu
        _ = host.saveInterruptedGuest(entry, to: &cpu)
        monitor.beginExit(at: entry.cycle, on: &host)
        place = .translation(cpu)
        switch entry.kind {
        case .interrupt: serveInterrupt(on: &host)
        case .callout(let number): called(number, cpu, on: &host)
        case .trap(let vector, let error): trapped(vector, error, cpu, on: &host)
        case .systemCall, .hypercall: preconditionFailure("translations call nobody but the monitor")
        }
    }

    /// While the guest's programs ran, or the monitor itself.
    private mutating func handleDirect(_ entry: MonitorEntry, on host: inout Host) {
        let wasRunning = monitor.isGuestRunning
        monitor.leaveGuest(entry, on: &host)
        if wasRunning { place = .instruction }
        switch entry.kind {
        case .interrupt: serveInterrupt(on: &host)
        case .systemCall: emulateTrapped(on: &host)
        case .callout, .hypercall: preconditionFailure("programs run without translations, and call no hypervisor")
        case .trap(let vector, let error):
            switch Vector(rawValue: vector) {
            case .pageFault:
                monitor.pageFault(error, on: &host)
                takeCodeWrites(on: &host)
            case .protection where ProtectionCause(rawValue: UInt8(truncatingIfNeeded: error))?.isForEmulation == true:
                emulateTrapped(on: &host)
            default: inject(vector, error, on: &host)
            }
        }
    }

    private mutating func serveInterrupt(on host: inout Host) {
        monitor.serveInterrupt(on: &host)
        takeCodeWrites(on: &host)
    }

    /// A fault or trap of the guest's own.
    private mutating func inject(_ vector: UInt8, _ error: UInt32, on host: inout Host) {
        monitor.exited(vector == Vector.debug.rawValue ? .debugTrap : .guestFault, on: &host)
        monitor.inject(Fault(vector: vector, error: error), on: &host)
        takeCodeWrites(on: &host)
    }

    /// The instruction at the guest's pc trapped, or asked for the monitor.
    private mutating func emulateTrapped(on host: inout Host) {
        let reason =
            host.guestInstruction(monitor.machine.cpu, monitor.machine.map).flatMap(ExitReason.init(word:)) ?? .guestFault
        monitor.exited(reason, on: &host)
        emulate(on: &host)
    }

    /// Carries out one instruction, with what it means for translations. Returns whether it wrote to a watched page or reached
    /// a device's memory.
    @discardableResult private mutating func emulate(on host: inout Host) -> Bool {
        let before = monitor.machine.cpu
        let result = monitor.emulate(on: &host)
        takeCodeWrites(on: &host)
        switch result.decoded?.instruction {
        case .invlpg: cache.forgetMappings(page: before.registers[Int(result.decoded!.a & 15)] >> 12, on: &host)
        case .movtcr
        where before[.cr3] != monitor.machine.cpu[.cr3] || before[.cr0] != monitor.machine.cpu[.cr0]
            || result.decoded?.d == ControlRegister.cr3.rawValue || result.decoded?.d == ControlRegister.limit.rawValue:
            cache.forgetMappings(on: &host)
        default: break
        }
        return result.neededMonitor
    }

    /// What has been written is no longer what was translated; and after a page fault its page may lead elsewhere without any
    /// flush, as the processor's own translations may.
    private mutating func keepCoherent(on host: inout Host) {
        takeCodeWrites(on: &host)
        let faults = monitor.machine.counters.traps[Int(Vector.pageFault.rawValue)]
        guard faults != pageFaults else { return }
        pageFaults = faults
        cache.forgetMappings(page: monitor.machine.cpu[.cr2] >> 12, on: &host)
    }

    private mutating func takeCodeWrites(on host: inout Host) {
        let writes = monitor.takeCodeWrites()
        if !writes.isEmpty { cache.written(writes, on: &host) }
    }

    // MARK: Callouts

    private mutating func called(_ number: Int, _ cpu: CPU, on host: inout Host) {
        guard let callout = Callout(rawValue: number) else { preconditionFailure("a jump to nowhere in the monitor") }
        if callout == .lookup {
            take(cpu, GuestPoint(pc: 0, isBoundary: true, isDynamic: true, clobbered: 0b010), on: host)
            place = .instruction
            callouts.lookups &+= 1
            monitor.exited(.codeMiss, on: &host)
            if let unit = findUnit(on: &host) { cache.addLookup(unit, on: &host) }
            return
        }
        let site = Int(cpu.registers[0])
        let origin = cache.sites[site]
        // A jump has been carried out, and an instruction has not.
        var point = GuestPoint(pc: origin.original.state.pc, isBoundary: true, clobbered: 0b001)
        if case .continuation(let target) = origin.kind {
            point.pc = target
        } else {
            point.followsSti = origin.original.state.followsSti
        }
        let pc = point.pc
        take(cpu, point, on: host)
        place = .instruction
        if callout == .instruction {
            if origin.kind == .access { return simulate(pc, origin.unit, on: &host) }
            callouts.instructions &+= 1
            return emulateTrapped(on: &host)
        }
        callouts.links &+= 1
        monitor.exited(.codeMiss, on: &host)
        let flushes = cache.counters.flushes
        // What it leads to is entered after whatever is due first.
        if let unit = findUnit(on: &host), cache.counters.flushes == flushes { cache.link(site, to: unit, on: &host) }
    }

    // MARK: Traps in translations

    private mutating func trapped(_ vector: UInt8, _ error: UInt32, _ cpu: CPU, on host: inout Host) {
        switch Vector(rawValue: vector) {
        case .pageFault: pageFault(error, cpu, on: &host)
        case .debug:
            // The guest has set its trace flag: it is at the end of the instruction that did.
            monitor.exited(.debugTrap, on: &host)
            leaveTranslation(cpu, on: &host)
        case .protection where ProtectionCause(rawValue: UInt8(truncatingIfNeeded: error))?.isForEmulation == true:
            leaveTranslation(cpu, on: &host)
            emulateTrapped(on: &host)
        default:
            leaveTranslation(cpu, on: &host)
            inject(vector, error, on: &host)
        }
    }

    private mutating func pageFault(_ error: UInt32, _ cpu: CPU, on host: inout Host) {
        let address = host.cpu[.cr2]
        if address >= Architecture.stripBase {
            // Interrupts are being enabled while one waits.
            monitor.exited(.interruptWindow, on: &host)
            leaveTranslation(cpu, on: &host)
            emulate(on: &host)
            return
        }
        switch monitor.classify(address, error, ring: monitor.machine.cpu.ring, on: &host) {
        case .hidden:
            monitor.exited(.hiddenPageFault, on: &host)
            monitor.shadows?.fill(address, monitor.machine.cpu, on: &host)
        case .own(let fault):
            monitor.exited(.truePageFault, on: &host)
            leaveTranslation(cpu, on: &host)
            monitor.inject(fault, on: &host)
        case .trace:
            monitor.exited(.writeTrace, on: &host)
            emulateAccess(cpu, on: &host)
        case .outside:
            monitor.exited(error & PageFaultCode.fetch != 0 ? .guestFault : .deviceMemory, on: &host)
            emulateAccess(cpu, on: &host)
        }
        takeCodeWrites(on: &host)
    }

    /// An access to a traced page or to a device. One that keeps trapping is retranslated.
    private mutating func emulateAccess(_ cpu: CPU, on host: inout Host) {
        let point = point(cpu)
        leaveTranslation(cpu, on: &host)
        if adapts, !point.isDynamic, let word = TranslatorMemory.word(at: cpu.pc), let unit = cache.unit(ofWord: word),
            cache.adaptations.trapped(point.pc)
        {
            cache.adapt(point.pc, in: unit, on: &host)
        }
        emulate(on: &host)
    }

    /// Carries out an access that was retranslated. If it no longer needs the monitor, it becomes an ordinary one again.
    private mutating func simulate(_ pc: UInt32, _ unit: Int, on host: inout Host) {
        callouts.accesses &+= 1
        monitor.exited(.simulatedAccess, on: &host)
        host.setMonitorWord(TranslatorMemory.place(TranslatorMemory.untold), TranslatorMemory.mostUntold)
        let before = monitor.machine.cpu
        let wasNeeded = emulate(on: &host)
        if wasNeeded { learnReadable(pc, before, on: &host) }
        if cache.adaptations.simulated(pc, wasNeeded: wasNeeded) { cache.revert(pc, on: &host) }
        // Also where that has been found out by way of another unit.
        if !cache.adaptations.simulated.contains(pc) { cache.invalidate(unit, on: &host) }
    }

    /// The kernel's store has reached a traced page by simulation: from now on such stores look for themselves what is there, if the
    /// guest's tables say that the page is written already, so that a store that changes nothing changes nothing there either.
    private mutating func learnReadable(_ pc: UInt32, _ before: CPU, on host: inout Host) {
        let cpu = monitor.machine.cpu
        guard emulatesInCache, cpu.pc == pc &+ 4, before.ring == 0, cpu.pagingEnabled,
            let store = host.guestInstruction(before, monitor.machine.map).flatMap(Decoded.init(word:)), store.instruction == .store
        else { return }
        let address = before.registers[Int(store.a & 15)] &+ UInt32(bitPattern: store.immediate)
        guard !cache.isReadable(page: address >> 12), address < Architecture.stripBase else { return }
        let map = monitor.machine.map
        host.charge(.guestReference, count: Self.levels)
        let directory = host.guestWord(cpu[.cr3] + (address >> 22) * 4, map)
        let entry = host.guestWord(directory & PTE.frame + (address >> 12 & 1023) * 4, map)
        let needed = PTE.present | PTE.writable | PTE.accessed
        guard directory & needed == needed, entry & (needed | PTE.dirty) == needed | PTE.dirty,
            let offset = map.offset(of: entry & PTE.frame), host.isTraced(frame: offset >> 12)
        else { return }
        cache.learnReadable(page: address >> 12, on: &host)
    }

    /// Of the guest's page tables.
    private static let levels: UInt64 = 2

    // MARK: Looking

    /// The guest instruction that begins with a word of a translation; `nil` if none does.
    func boundary(at pc: UInt32) -> UInt32? {
        guard let word = TranslatorMemory.word(at: pc), let unit = cache.unit(ofWord: word) else { return nil }
        let state = cache.units[unit].words[word - cache.units[unit].start].state
        return state.isBoundary && !state.isDynamic ? state.pc : nil
    }

    /// Has the guest go on at another address, with what its memory holds now.
    mutating func redirect(to pc: UInt32, on host: inout Host) -> Bool {
        guard !monitor.machine.cpu.halted, !monitor.statistics.isInExit else { return false }
        if monitor.isGuestRunning {
            guard isInTranslation else {
                host.redirect(to: pc)
                return true
            }
            guard boundary(at: host.cpu.pc) != nil else { return false }
            monitor.interruptGuest()
            leaveTranslation(host.cpu, on: &host)
        } else if case .translation = place {
            return false
        }
        monitor.takeTracedWrites(on: &host)
        monitor.machine.cpu.pc = pc
        return true
    }

    /// The guest's processor now.
    package func guestCPU(_ host: borrowing Host) -> CPU {
        if monitor.isGuestRunning {
            guard isInTranslation else { return monitor.guestCPU(host) }
            return guest(host.cpu, point(host.cpu), on: host)
        }
        if case .translation(let cpu) = place, TranslatorMemory.word(at: cpu.pc) != nil { return guest(cpu, point(cpu), on: host) }
        return monitor.machine.cpu
    }
}
