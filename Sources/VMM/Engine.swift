import ISA
import Machine

/// The software that owns ring 0 of the host: on bare metal the guest itself, else a virtual machine monitor.
///
/// An engine is a value, so that a snapshot of the host and a copy of the engine are a snapshot of everything. Whatever it
/// makes the host do costs cycles on the host's one clock.
package protocol Engine: Sendable {
    /// Where a guest with so much RAM will have it in the host's; `nil` if the host's RAM is the guest's.
    func memoryMap(guestSize: Int) -> GuestPhysicalMap?

    /// Where a guest with so much RAM may not have anything at its start: what the engine puts there for it.
    func reservedMemory(guestSize: Int) -> Range<Int>

    /// Takes a host at reset whose memory holds the guest, by way of the map, and makes the guest ready to execute at `entry`.
    mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?)

    /// Runs the guest until the slice is used up or the guest comes to an end.
    mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop

    /// The processor as the guest sees it.
    func guestCPU(_ host: borrowing Host) -> CPU

    /// The guest's devices.
    func guestBus(_ host: borrowing Host) -> Bus

    /// Where the guest's RAM is; `nil` if it is the host's.
    func guestMap(_ host: borrowing Host) -> GuestPhysicalMap?

    /// Exits by reason; `nil` where there is no monitor to exit to.
    var statistics: ExitStatistics? { get }

    /// What the engine counts by itself, by name.
    func counters(_ host: borrowing Host) -> [String: UInt64]

    /// Guest instructions completed unchanged outside a translation cache, as a share of all.
    func directShare(_ host: borrowing Host) -> Double

    /// How the hardware finds the guest's memory now.
    func addressing(_ host: borrowing Host) -> Addressing

    /// The guest instruction that begins where the processor is, or was a moment ago; `nil` if none does.
    func guestPC(at pc: UInt32, _ host: borrowing Host) -> UInt32?

    /// Has the guest go on at another address, with what its memory holds now. Returns whether it could: not while the monitor
    /// is at work, or the guest waits.
    mutating func redirect(to pc: UInt32, on host: inout Host) -> Bool
}

/// Which tables lead from a guest's addresses to the host's memory.
package enum Addressing: Hashable, Sendable {
    /// The guest's own, which hold the host's addresses.
    case own
    /// The monitor's, derived from the guest's; their directory is at this host address.
    case shadow(root: UInt32)
    /// The guest's, and below them nested ones.
    case nested(root: UInt32)
}

/// How a monitor with hardware assist has its guest's memory translated.
package enum Paging: String, CaseIterable, Sendable {
    /// By tables of the monitor's own, derived from the guest's.
    case shadow
    /// By the guest's tables, and by the monitor's below them.
    case nested
}

/// What a user can choose of an engine.
package struct EngineOptions: Hashable, Sendable {
    /// Use an exit for the instructions after it, too.
    package var clustering = false
    /// For binary translation: retranslate what keeps trapping.
    package var adapts = true
    /// Likewise: translate the guest's programs, too.
    package var translatesUser = false
    /// Likewise: emulate in translations what can be, rather than call the monitor.
    package var emulatesInCache = true
    package init() {}
}

extension Engine {
    package func reservedMemory(guestSize: Int) -> Range<Int> { guestSize..<guestSize }
    package func addressing(_ host: borrowing Host) -> Addressing { .own }
    package func guestPC(at pc: UInt32, _ host: borrowing Host) -> UInt32? { pc < Architecture.stripBase ? pc : nil }

    package mutating func redirect(to pc: UInt32, on host: inout Host) -> Bool {
        guard statistics?.isInExit != true, !guestCPU(host).halted, host.isExecuting else { return false }
        host.redirect(to: pc)
        return true
    }
}

// Where there is no monitor.
extension Engine {
    package func memoryMap(guestSize: Int) -> GuestPhysicalMap? { nil }
    package func guestMap(_ host: borrowing Host) -> GuestPhysicalMap? { nil }
    package var statistics: ExitStatistics? { nil }
    package func counters(_ host: borrowing Host) -> [String: UInt64] { [:] }
}

/// How a guest's run ended, or why it came back; the same words for every engine.
package enum GuestStop: Hashable, Sendable {
    /// The slice is used up.
    case budget
    /// The guest switched its machine off.
    case powerOff(code: UInt8)
    /// The guest waits with interrupts disabled, for ever.
    case halt
    /// The guest's processor gave up.
    case tripleFault(FaultReport)
    /// The hypervisor gave the guest up.
    case crash(CrashReport)

    package init(_ stop: HostStop) {
        switch stop {
        case .budget: self = .budget
        case .powerOff(let code): self = .powerOff(code: code)
        case .halt: self = .halt
        case .tripleFault(let report): self = .tripleFault(report)
        case .monitor, .vmExit: preconditionFailure("a way into the monitor is the engine's to answer")
        }
    }
}
