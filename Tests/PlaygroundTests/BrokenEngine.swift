import Machine
import Playground
import VMM

@testable import Engines

/// Bare metal with a mistake, for tests of what finds mistakes.
struct BrokenEngine: Engine {
    enum Mistake: Sendable {
        /// At the tick, a register has a bit that it should not have.
        case register(Int, atTick: UInt64)
        /// At the tick, a byte of memory has changed.
        case memory(UInt32, atTick: UInt64)
        /// Whoever has made a system call finds r9 changed in the end.
        case systemCalls
    }

    let mistake: Mistake
    private var native = NativeEngine()
    private var done = false

    init(_ mistake: Mistake) { self.mistake = mistake }

    mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?) { native.boot(&host, entry: entry, map: map) }

    mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop {
        switch mistake {
        case .register(_, let tick), .memory(_, let tick):
            guard !done, slice.tick >= tick else { return native.run(&host, slice) }
            let stop = native.run(&host, Slice(untilCycle: slice.cycle, untilTick: tick))
            guard stop == .budget, host.now >= tick else { return stop }
            spoil(&host)
            return native.run(&host, slice)
        case .systemCalls:
            let stop = native.run(&host, slice)
            if host.counters.systemCalls > 0 { spoil(&host) }
            return stop
        }
    }

    private mutating func spoil(_ host: inout Host) {
        done = true
        switch mistake {
        case .register(let number, _): host.cpu.registers[number] ^= 0x100
        case .memory(let address, _): _ = host.load([0x77], at: address)
        case .systemCalls: host.cpu.registers[9] ^= 1
        }
    }

    func guestCPU(_ host: borrowing Host) -> CPU { native.guestCPU(host) }
    func guestBus(_ host: borrowing Host) -> Bus { native.guestBus(host) }
    func directShare(_ host: borrowing Host) -> Double { 1 }

    /// Options that have a guest run on it.
    static func options(_ mistake: Mistake) throws -> RunOptions {
        var options = RunOptions(model: try HostModels.load(HostModels.standard))
        options.engine = "broken"
        options.ownEngine = EngineEntry(
            id: "broken", title: "", summary: "", refusal: { _ in nil }, make: { _, _ in BrokenEngine(mistake) })
        return options
    }
}
