import Assembler
import Devices
import ISA
import Playground

@testable import Machine

private let classroom = Result { try HostModels.load("classroom") }

/// The default host model, with what a test needs to be otherwise.
func hostModel(isa: ISAVariant = .x86, tlbEntries: Int = 64, tlbWays: Int = 4) throws -> HostModel {
    var model = try classroom.get()
    model.isa = isa
    (model.tlbEntries, model.tlbWays) = (tlbEntries, tlbWays)
    return model
}

/// A program in assembler text, loaded on a host, with what a test looks at.
final class Guest {
    var host: Host
    let image: Image

    init(
        _ text: String, model: HostModel? = nil, clock: ClockMode = .cycles, ramSize: Int = 1 << 20, disk: [UInt8] = [],
        events: EventMask = []
    ) throws {
        image = try assemble(text, options: GuestFile.options(ramSize: ramSize))
        let model = try model ?? hostModel()
        host = Host(model: model, ramSize: ramSize, clockMode: clock, bus: StandardBoard.bus(for: model, disk: disk))
        for segment in image.segments { _ = host.load(segment.bytes, at: segment.load) }
        host.cpu.pc = image.entry
        host.events.mask = events
        host.events.capacity = 1 << 20
    }

    /// Runs until the machine stops, or to the cycle.
    @discardableResult func run(until cycle: UInt64 = 1_000_000) -> HostStop { host.run(Slice(untilCycle: cycle)) }

    /// Executes one instruction, or takes one trap or interrupt.
    @discardableResult func step() -> HostStop {
        func done() -> [UInt64] { [host.counters.retired, host.counters.interrupts] + host.counters.traps }
        let before = done()
        while true {
            let stop = host.run(Slice(untilCycle: host.ledger.clock + 1))
            if stop != .budget || done() != before { return stop }
        }
    }

    subscript(register: Int) -> UInt32 { host.cpu.registers[register] }
    var pc: UInt32 { host.cpu.pc }

    /// The value of a label or constant.
    subscript(name: String) -> UInt32 { image.value(of: name) ?? 0xdead_dead }

    /// The word in RAM at a physical address, or at a label.
    func word(_ address: UInt32) -> UInt32 { host.memory.readWord(at: address) }
    func word(_ name: String) -> UInt32 { word(self[name]) }

    func setWord(_ address: UInt32, _ value: UInt32) {
        _ = host.load((0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }, at: address)
    }

    var console: String { String(decoding: host.bus.first(Console.self)?.output ?? [], as: UTF8.self) }
    func traps(_ vector: Vector) -> UInt64 { host.counters.traps[Int(vector.rawValue)] }
    var outcome: Outcome { Outcome(&host) }
}

/// All that a run may leave behind, as a value to compare.
struct Outcome: Equatable {
    /// The names of the parts that differ.
    func differences(to other: Outcome) -> [String] {
        if self == other { return [] }
        return zip(Mirror(reflecting: self).children, Mirror(reflecting: other).children)
            .filter { "\($0.value)" != "\($1.value)" }.map { $0.0.label ?? "" }
    }

    let registers: [UInt32]
    let pc: UInt32
    let flags: UInt32
    let mode: [UInt32]
    let control: [UInt32]
    let memory: MemoryImage
    let tlb: [TLBEntry]
    let ledger: Ledger
    let counters: Counters
    let devices: String
    /// Root mode, once it is on.
    let root: String
    let now: UInt64
    let stop: HostStop?

    init(_ host: inout Host) {
        let cpu = host.cpu
        registers = (0..<16).map { cpu.registers[$0] }
        (pc, flags) = (cpu.pc, cpu.flags)
        control = (0..<16).map { cpu.control[$0] }
        mode = [UInt32(cpu.ring), cpu.halted ? 1 : 0, cpu.interruptShadow ? 1 : 0, cpu.trapTable]
        memory = host.snapshot().memory
        (tlb, ledger, counters, now, stop) = (host.tlb.contents, host.ledger, host.counters, host.now, host.finalStop)
        devices = host.bus.state
        root = host.root.isOn ? "\(host.root)" : ""
    }
}

extension Bus {
    /// The state of all devices, their private parts too, as text.
    var state: String {
        places.flatMap { place in
            // (What a device says of itself never changes.)
            Mirror(reflecting: place.device).children.filter { $0.label != "description" }.map { label, value in
                // Long contents by their hash: as text they would be most of a test's time.
                let bytes = value as? [UInt8] ?? (value as? [[UInt8]])?.flatMap { $0 }
                return "\(place.description.name).\(label ?? ""): " + (bytes.map { "\($0.hashValue)" } ?? "\(value)")
            }
        }.joined(separator: "\n")
    }
}

/// A trap table at 0x8000 with a gate for each vector given; the assembler finds the handlers.
func gates(_ gates: [(vector: Int, handler: String, bits: String)]) -> String {
    let lines = gates.sorted { $0.vector < $1.vector }.map { ".org 0x8000 + \($0.vector) * 8\n.word \($0.handler), \($0.bits)\n" }
    return ".section table, 0x8000\n" + lines.joined() + ".org 0x8800\n.section text\n"
}

/// Sets up stacks and the trap table at 0x8000: the kernel runs on 0xa000, traps from outer rings arrive on 0x9000.
let prelude = """
    .section text
    _start:
        mov r0, 0x8000
        lidt r0
        mov r0, 0x9000
        mov sp0, r0
        mov sp, 0xa000

    """

/// Goes on at a label in a ring with the given flags, on the stack 0xb000.
func enter(_ ring: Int, _ label: String, flags: String = "0") -> String {
    """
        push r0
        mov r0, 0xb000
        push r0
        mov r0, \(ring) << FLAG_RING_SHIFT | \(flags)
        push r0
        mov r0, \(label)
        push r0
        iret

    """
}

/// Handlers for the processor's own vectors. Each stops the machine with the vector in r10, the frame's error code in r11,
/// its pc in r12, its flags in r13 and its stack pointer in r14.
let catchAll = catching([])

/// The same, with gates of the test's own.
func catching(_ others: [(vector: Int, handler: String, bits: String)]) -> String {
    let own = Vector.allCases.map { (vector: Int($0.rawValue), handler: "caught\($0.rawValue)", bits: "GATE_PRESENT") }
    return handlers + gates(own + others)
}

private let handlers =
    Vector.allCases.map { vector in
        """
        caught\(vector.rawValue):
            mov r10, \(vector.rawValue)
            jmp caught

        """
    }.joined() + """
        caught:
            load r11, [sp+FRAME_ERROR]
            load r12, [sp+FRAME_PC]
            load r13, [sp+FRAME_FLAGS]
            load r14, [sp+FRAME_SP]
            hlt

        """

/// The error code of a protection fault.
func protection(_ cause: ProtectionCause, gate: UInt32 = 0) -> UInt32 { UInt32(cause.rawValue) | gate << 8 }
