import ISA
import Machine
import VMM

/// A hypervisor in the manner of Xen: it owns ring 0 and the strip, gives its guest hypercalls, and emulates nothing.
///
/// Its parts are extensions: hypercalls, traps and events of the guest, grants, and the back ends of devices; direct paging
/// stands by itself.
struct Hypervisor: Sendable {
    var monitor: Monitor
    var paging: DirectPaging
    var traps = GuestTraps()
    var console = ConsoleBackend()
    var disk = DiskBackend()
    /// Uses of each grant by devices.
    var grantUses = [UInt32](repeating: 0, count: Int(ParavirtualInterface.grantCount))
    /// The clock when the guest began; its time counts from here.
    private(set) var startTick: UInt64 = 0
    /// When the guest has asked for its timer's event, by the clock.
    var timerDue: UInt64?
    /// The guest waits for an event.
    var isBlocked = false
    /// What ended the guest for good.
    var stop: GuestStop?
    var counters = Counters()
    /// The last hypercall that was refused.
    var refusedCall: CrashReport.RefusedCall?
    /// A list of updates that an interrupt has broken off.
    var brokenOff: BrokenOffUpdates?

    struct BrokenOffUpdates: Sendable {
        let pc, list, count: UInt32
        /// Updates before those that are left.
        let done: UInt32
    }

    /// Frames that the guest has given back.
    var freeFrames: [UInt32] = []
    /// The frames of the guest's pages, as the table in the window says.
    var map: GuestPhysicalMap

    struct Counters: Hashable, Sendable {
        var calls = [UInt64](repeating: 0, count: Hypercall.allCases.count)
        var refusedCalls: UInt64 = 0
        var events: UInt64 = 0
        var callbacks: UInt64 = 0
        var ringRequests: UInt64 = 0
        var ringNotifications: UInt64 = 0
    }

    /// Takes a host at reset whose guest has been loaded by way of the map, and makes it ready to execute at `entry` in ring 1.
    init(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap) {
        precondition(map.size <= ParavirtualInterface.maximumRAM)
        let builder = DomainBuilder(map: map, frameCount: host.memory.frameCount)
        self.map = map
        builder.buildTables(on: &host)
        // What is done before the guest's first instruction is not its time.
        var paging = DirectPaging(frameCount: host.memory.frameCount, map: map)
        let directory = builder.directory
        host.withoutTime { host in
            do throws(HypercallStatus) {
                try paging.start(with: directory, on: &host)
            } catch {
                preconditionFailure("the first tables are ours")
            }
        }
        self.paging = paging
        builder.buildWindow(on: &host)
        monitor = Monitor(
            &host, map: map, entry: entry, tableBase: directory << 12, trapTime: false, answersHypercalls: true)
        monitor.devices.start(on: &host)
        monitor.machine.cpu.ring = 1
        monitor.machine.cpu.sp = builder.freeEnd
        startTick = host.now
        publishTime(on: &host)
    }

    // MARK: Exits

    /// The guest has been left, or an interrupt has come while the hypervisor was at work.
    mutating func handle(_ entry: MonitorEntry, on host: inout Host) {
        if monitor.isGuestRunning {
            monitor.machine.cpu.ring = host.saveInterruptedGuest(entry, to: &monitor.machine.cpu)
        }
        monitor.beginExit(at: entry.cycle, on: &host)
        switch entry.kind {
        case .hypercall(let number):
            monitor.exited(.hypercall, on: &host)
            hypercall(number, on: &host)
        case .interrupt:
            monitor.exited(.externalInterrupt, on: &host)
            serveDevices(on: &host)
        case .trap(let vector, let error): trap(vector, error, on: &host)
        case .callout, .systemCall: preconditionFailure("a way in that is closed")
        }
    }

    /// A fault or trap of the guest's: it comes to the guest's own handler.
    private mutating func trap(_ vector: UInt8, _ error: UInt32, on host: inout Host) {
        let fault = Fault(vector: vector, error: error)
        switch Vector(rawValue: vector) {
        case .pageFault:
            monitor.exited(.truePageFault, on: &host)
            setShared(.faultAddress, host.cpu[.cr2], on: &host)
            // A program's, but made by ring 1: a direct gate has found no room on the kernel's stack.
            if monitor.machine.cpu.ring > 1, error >> PageFaultCode.ringShift & 3 == 1 {
                crash(.noStack(traps.kernelStack, isKernelStack: true), on: &host)
            } else {
                deliver(fault, at: host.cpu[.cr2], on: &host)
            }
        case .debug:
            monitor.exited(.debugTrap, on: &host)
            deliver(fault, on: &host)
        case .protection where error & 0xff == UInt32(ProtectionCause.gateRing.rawValue):
            monitor.exited(.softwareInterrupt, on: &host)
            softwareInterrupt(UInt8(error >> 8 & 0xff), on: &host)
        case .protection where error & 0xff == UInt32(ProtectionCause.privileged.rawValue):
            let word = host.peekWord(monitor.machine.cpu.pc)
            monitor.exited(word.flatMap(ExitReason.init(word:)) ?? .guestFault, on: &host)
            deliver(fault, on: &host)
        default:
            monitor.exited(.guestFault, on: &host)
            deliver(fault, on: &host)
        }
    }

    /// Nothing more to do for the exit: the guest goes on.
    mutating func enter(on host: inout Host) {
        let cpu = monitor.machine.cpu
        host.enterGuest(cpu, ring: cpu.ring, limit: Architecture.stripBase, trace: cpu.trace)
        monitor.endExit(on: &host)
    }

    /// The guest is given up.
    mutating func crash(_ cause: CrashReport.Cause, on host: inout Host) {
        let cpu = monitor.machine.cpu
        // Its last words matter most.
        printOutput(on: &host)
        stop = .crash(
            CrashReport(
                cause, pc: cpu.pc, ring: cpu.ring, word: host.peekWord(cpu.pc), cycle: host.ledger.clock,
                isPorted: counters.calls.contains { $0 > 0 }, isAtCallback: traps.callback != 0 && cpu.pc == traps.callback,
                refusedCall: refusedCall, obstacle: obstacle(cause, host), hole: host.firstHole))
    }

    private func obstacle(_ cause: CrashReport.Cause, _ host: borrowing Host) -> CrashReport.Obstacle? {
        guard case .noGate(let fault) = cause, fault.vector == Vector.pageFault.rawValue, let address = fault.address else {
            return nil
        }
        if address >= ParavirtualInterface.windowBase, address < Architecture.stripBase { return .window }
        if let place = host.peekTranslation(address) {
            return fault.error & PageFaultCode.write != 0 && paging.isTable(place >> 12) ? .table : nil
        }
        return address >= map.size && address < Architecture.stripBase ? .noMemory : nil
    }

    // MARK: Memory

    /// A word of the guest's, read with the rights of its kernel.
    func read(_ address: UInt32, on host: inout Host) throws(HypercallStatus) -> UInt32 {
        host.charge(.guestReference)
        guard let word = host.readGuest(address, ring: 1) else { throw .fault }
        return word
    }

    /// A word that both share, by its place in the host's memory.
    func sharedWord(_ place: UInt32, on host: inout Host) -> UInt32 {
        host.charge(.guestReference)
        return host.monitorWord(place)
    }

    func setSharedWord(_ place: UInt32, _ value: UInt32, on host: inout Host) {
        host.charge(.guestReference)
        host.setMonitorWord(place, value)
    }

    // MARK: The shared page

    func shared(_ place: SharedInfo, at offset: UInt32 = 0, on host: inout Host) -> UInt32 {
        sharedWord(MonitorMemory.sharedInfo << 12 + place.rawValue + offset, on: &host)
    }

    /// The same, for who looks from outside.
    private func peekShared(_ place: SharedInfo, _ host: borrowing Host) -> UInt32 {
        host.monitorWord(MonitorMemory.sharedInfo << 12 + place.rawValue)
    }

    func setShared(_ place: SharedInfo, at offset: UInt32 = 0, _ value: UInt32, on host: inout Host) {
        setSharedWord(MonitorMemory.sharedInfo << 12 + place.rawValue + offset, value, on: &host)
    }

    /// A byte of one of the page's two arrays.
    func sharedByte(_ place: SharedInfo, _ channel: UInt32, on host: inout Host) -> UInt32 {
        shared(place, at: channel & ~3, on: &host).byte(at: channel)
    }

    /// Tells the guest the time; from here on it reckons by `rdtsc`.
    func publishTime(on host: inout Host) {
        let now = host.now
        for (place, value) in [(SharedInfo.timeStamp, now), (.time, now &- startTick)] {
            setShared(place, UInt32(truncatingIfNeeded: value), on: &host)
            setShared(place, at: 4, UInt32(truncatingIfNeeded: value >> 32), on: &host)
        }
        setShared(.timeVersion, shared(.timeVersion, on: &host) &+ 2, on: &host)
    }

    /// The guest's processor now.
    func guestCPU(_ host: borrowing Host) -> CPU {
        var cpu = monitor.machine.cpu
        if monitor.isGuestRunning {
            host.saveRunningGuest(to: &cpu)
            cpu.ring = host.cpu.ring
        }
        cpu.interruptsEnabled = peekShared(.eventsMasked, host) == 0
        cpu.halted = isBlocked
        cpu[.cr0] = host.cpu[.cr0]
        cpu[.cr3] = host.cpu[.cr3]
        cpu[.cr2] = peekShared(.faultAddress, host)
        cpu[.sp1] = traps.kernelStack
        return cpu
    }
}
