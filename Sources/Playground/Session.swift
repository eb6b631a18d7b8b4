import Assembler
import Devices
import Engines
import ISA
import Machine
import VMM

/// How a guest is to be run.
package struct RunOptions: Sendable {
    package var engine = "native"
    package var engineOptions = EngineOptions()
    /// A form of the engine hvm; nested paging where the host has it, if `nil`.
    package var paging: Paging?
    package var model: HostModel
    package var clock: ClockMode = .cycles
    /// The run stops at the first instruction boundary at or after this cycle.
    package var maxCycles: UInt64 = standardMaxCycles
    /// The guest's RAM in bytes: a multiple of the page size.
    package var ramSize = StandardBoard.ramSize
    /// What the guest's console can read.
    package var input: [UInt8] = []
    /// The contents of the disk; the labelled disk if there are none.
    package var disk: [UInt8]?
    /// An engine of the caller's own, in place of the one that the registry has under the name.
    package var ownEngine: EngineEntry?

    package static let standardMaxCycles: UInt64 = 1_000_000_000

    /// What `engine` can be.
    package static let engineNames = (EngineRegistry.all + EngineRegistry.forms).map(\.id)

    package init(model: HostModel) { self.model = model }
}

/// One guest on one host under one engine.
package final class Session {
    package let options: RunOptions
    package let image: Image
    package private(set) var host: Host
    package private(set) var engine: any Engine
    /// Why it is not running: `budget` before it has come to an end.
    package private(set) var stop: GuestStop = .budget
    private var shown = 0

    /// A machine at reset with the guest in memory, ready to run.
    package init(_ image: Image, _ options: RunOptions) throws(UserError) {
        let entry = try Self.entry(options)
        self.options = options
        self.image = image
        engine = entry.make(options.model, options.engineOptions)
        host = Host(
            model: options.model, ramSize: options.ramSize + entry.monitorMemory, clockMode: options.clock,
            bus: StandardBoard.bus(for: options.model, disk: options.disk))
        _ = host.bus.modify(Console.self) { $0.send(options.input) }
        let map = engine.memoryMap(guestSize: options.ramSize)
        let reserved = engine.reservedMemory(guestSize: options.ramSize)
        for segment in image.segments {
            let end = Int(segment.load) + segment.bytes.count
            guard reserved.isEmpty || segment.bytes.isEmpty || end <= reserved.lowerBound else {
                throw UserError(
                    .badInput,
                    "the guest has \(segment.bytes.count) bytes for address \(Decoded.hexadecimal(segment.load)), but under \(entry.id) "
                        + "memory from \(Decoded.hexadecimal(UInt32(reserved.lowerBound))) on holds the first page tables")
            }
            guard host.load(segment.bytes, at: segment.load, map: map) else {
                throw UserError(
                    .badInput,
                    "the guest has \(segment.bytes.count) bytes for address \(segment.load), but RAM ends at \(options.ramSize)")
            }
        }
        engine.boot(&host, entry: image.entry, map: map)
    }

    /// The engine that the options name, if it can work on their host.
    private static func entry(_ options: RunOptions) throws(UserError) -> EngineEntry {
        if let own = options.ownEngine { return own }
        var name = options.engine
        if let paging = options.paging {
            guard name == "hvm" else {
                throw UserError(.usage, "--paging is for the engine hvm; \(name) has no choice")
            }
            name += "-\(paging.rawValue)"
        }
        guard let entry = EngineRegistry.entry(name) else {
            let ids = (EngineRegistry.all + EngineRegistry.forms).map(\.id)
            let note = Suggestion.note(for: name, among: ids) ?? "there are \(ids.joined(separator: ", "))"
            throw UserError(.usage, "no engine '\(name)'; \(note)")
        }
        if let refusal = entry.refusal(options.model) {
            throw UserError(.usage, "\(entry.id) cannot work on \(options.model.name): \(refusal)")
        }
        return entry
    }

    /// Runs to the end or to the limit. `output` receives what the guest writes to its console, as it does.
    package func run(output: ([UInt8]) -> Void = { _ in }) {
        while case .budget = stop, host.ledger.clock < options.maxCycles {
            let slice = Slice(untilCycle: min(options.maxCycles, host.ledger.clock + 10_000_000))
            stop = engine.run(&host, slice)
            let console = consoleOutput
            output(Array(console[shown...]))
            shown = console.count
        }
    }

    /// Runs for so many cycles, or to the end.
    package func run(cycles: UInt64) {
        guard case .budget = stop else { return }
        stop = engine.run(&host, Slice(untilCycle: host.ledger.clock + cycles))
    }

    /// Runs to the end of the slice, or to the end.
    package func run(_ slice: Slice) {
        guard case .budget = stop else { return }
        stop = engine.run(&host, slice)
    }

    /// What the console can read from now on, besides what it has been given.
    package func send(_ bytes: [UInt8]) { _ = host.bus.modify(Console.self) { $0.send(bytes) } }

    /// Has the guest go on at an address, with what its memory holds now; see `Engine.redirect`.
    package func redirect(to pc: UInt32) -> Bool { engine.redirect(to: pc, on: &host) }

    /// Everything that goes on changing, as a value.
    package struct Checkpoint {
        fileprivate let host: HostSnapshot
        fileprivate let engine: any Engine
        fileprivate let stop: GuestStop
    }

    package func checkpoint() -> Checkpoint { Checkpoint(host: host.snapshot(), engine: engine, stop: stop) }

    /// Makes the session what it was at a checkpoint of its own.
    package func restore(_ checkpoint: Checkpoint) {
        host.restore(checkpoint.host)
        (engine, stop) = (checkpoint.engine, checkpoint.stop)
        shown = min(shown, consoleOutput.count)
    }

    /// The host's clock.
    package var cycle: UInt64 { host.ledger.clock }

    /// The guest's instructions so far.
    package var retired: UInt64 { host.counters.retired }

    /// What the engine counts by itself, by name.
    package var engineCounters: [String: UInt64] { engine.counters(host) }

    /// Lets a caller look at the host, or set what it records.
    package func withHost<R>(_ body: (inout Host) -> R) -> R { body(&host) }

    /// Where an address comes from in the source, as far as the image knows: `file:line`.
    package func source(of address: UInt32) -> String? {
        image.sourceMap.first { $0.virtual == address }.map { "\(image.files[$0.file]):\($0.line)" }
    }

    /// Where the guest is now, for somebody who wonders why it does not end.
    var whereabouts: [String] {
        let cpu = engine.guestCPU(host)
        let place = "pc \(Decoded.hexadecimal(cpu.pc)), ring \(cpu.ring)" + (source(of: cpu.pc).map { ", \($0)" } ?? "")
        if pagesDirectly { return paravirtualWhereabouts(cpu, place) }
        guard cpu.halted else { return ["  It was at \(place)."] }
        return [
            "  It was waiting in hlt for an interrupt, to go on at \(place).",
            "  Check the timer or device, PIC_MASK, PIC_EOI of the interrupt before, and cr8.",
        ]
    }

    /// The same, of a guest whose interrupts are events.
    private func paravirtualWhereabouts(_ cpu: CPU, _ place: String) -> [String] {
        let pending = host.monitorWord(MonitorMemory.sharedInfo << 12 + SharedInfo.eventsPending.rawValue) != 0
        let state =
            "events are \(cpu.interruptsEnabled ? "unmasked" : "masked"), and \(pending ? "one is pending" : "none is pending")"
        guard cpu.halted else {
            let hint =
                pending ? ["  After unmasking by a store, look at SHARED_EVENTS_PENDING: nobody calls for what came before."] : []
            return ["  It was at \(place); \(state)."] + hint
        }
        return [
            "  It was waiting in HCALL_BLOCK for an event, to go on at \(place); \(state).",
            "  Check HCALL_SET_TIMER, the device's ring (HCALL_SEND_EVENT, RING_RESPONSE_EVENT) and SHARED_MASKED.",
        ]
    }

    /// What is known of the engine.
    var engineEntry: EngineEntry? { options.ownEngine ?? EngineRegistry.entry(options.engine) }

    /// The guest is paravirtual: its page tables hold machine addresses.
    var pagesDirectly: Bool { engineEntry?.runsUnmodified == false }

    /// The trap table that a hypervisor has taken over from its guest; `nil` under other engines.
    var paravirtualGates: [(handler: UInt32, bits: UInt32)]? { (engine as? ParavirtEngine)?.gates }

    /// Why what the engine shows of a guest on this host is not to be trusted; `nil` if it claims to be right.
    package var caveat: String? { engineEntry?.caveat(options.model) }

    /// The processor as the guest sees it.
    package var guestCPU: CPU { engine.guestCPU(host) }

    /// The word at a guest-physical address that is a multiple of 4.
    package func guestWord(at address: UInt32) -> UInt32 {
        guard let map = engine.guestMap(host) else { return host.memory.readWord(at: address) }
        return host.guestWord(address, map)
    }

    /// What is on the guest's disk now.
    package var diskContents: [UInt8] { host.bus.first(Disk.self).map { Array($0.sectors.joined()) } ?? [] }

    /// Bytes that the console did not keep, because there were too many.
    package var lostOutput: Int { engine.guestBus(host).first(Console.self)?.lostOutput ?? 0 }

    package var consoleOutput: [UInt8] { engine.guestBus(host).first(Console.self)?.output ?? [] }
}
