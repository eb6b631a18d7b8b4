import Devices
import ISA

@testable import Machine

/// A machine on which one instruction is executed again and again, from many states, to see what class it is of.
///
/// Pages 0 to 15 are mapped to themselves for every ring and are in the TLB, written to already, so that an ordinary access
/// leaves no trace there. The devices are those at ports: devices in memory are reached by ordinary loads and stores, and what
/// guards them is the page tables. So the address map is not varied either: Popek and Goldberg, too, compare states up to relocation.
final class ClassificationExperiment {
    static let place: UInt32 = 0x1000
    private static let table: UInt32 = 0x2000, otherTable: UInt32 = 0x6000, handlers: UInt32 = 0x3000
    private static let directory: UInt32 = 0xe000, pageTable: UInt32 = 0xf000
    private static let region: UInt32 = 0x7000, vmcs: UInt32 = 0x8000

    private var host: Host
    private var other: Host
    private let start: HostSnapshot
    private let otherStart: HostSnapshot

    /// `rootMode`: root mode is allowed, and on.
    init(isa: ISAVariant, rootMode: Bool = false) throws {
        var model = try hostModel(isa: isa)
        host = Self.machine(model, ramSize: 1 << 16)
        if rootMode { host.startRootMode(region: Self.region, vmcs: Self.vmcs) }
        // The same up to what a processor tells of itself.
        model.iommu.toggle()
        other = Self.machine(model, ramSize: 1 << 17)
        start = host.snapshot()
        otherStart = other.snapshot()
    }

    private static func machine(_ model: HostModel, ramSize: Int) -> Host {
        var bus = Bus()
        bus.attach(InterruptController(), at: 0x20)
        bus.attach(IntervalTimer(), at: 0x40, line: 0)
        bus.attach(Console(), at: 0x10, line: 1)
        bus.attach(Power(), at: 0x60)
        var host = Host(model: model, ramSize: ramSize, bus: bus)
        var words: [(place: UInt32, word: UInt32)] = []
        for vector in UInt32(0)..<256 {
            for table in [table, otherTable] {
                words.append((table + vector * 8, handlers + vector * 4))
                words.append((table + vector * 8 + 4, Gate.present | 3 << Gate.callerShift))
            }
        }
        let rights = PTE.present | PTE.writable | PTE.ringMask | PTE.accessed
        words.append((directory, pageTable | rights))
        words.append((directory + (Architecture.stripBase >> 22) * 4, pageTable | rights))
        for page in UInt32(0)..<16 { words.append((pageTable + page * 4, page << 12 | rights | PTE.dirty)) }
        for (place, word) in words {
            _ = host.load((0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }, at: place)
        }
        host.cpu[.cr3] = directory
        host.cpu[.cr0] = CR0.paging | CR0.middleRings
        host.cpu.trapTable = table
        host.cpu[.sp0] = 0xd000
        host.cpu[.sysentry] = 0x3800
        for page in UInt32(0)..<16 { _ = host.translate(page << 12, .write, ring: 0) }
        _ = host.bus.modify(Console.self) { $0.send([1, 2, 3]) }
        return host
    }

    /// Registers and memory, and the word.
    struct Situation {
        var word: UInt32
        var registers: [UInt32]
        var stack: [UInt32]
    }

    /// A state that is likely to make the instruction do what it can.
    static func situation(_ instruction: Instruction, _ random: inout SplitMix64) -> Situation {
        let values: [UInt32] = [0, 1, 4, 7, 0x10, 0x12, 0x21, 0x40, 0x41, 0x200, 0x3200, 0x4000, 0x4100, 0x5000, 0xc000, ~0]
        func value() -> UInt32 { values.randomElement(using: &random)! }
        var decoded = Decoded(instruction, d: 1, a: 2, b: 3)
        for operand in instruction.row.operands {
            switch operand {
            case .controlD: decoded.d = ControlRegister.allCases.randomElement(using: &random)!.rawValue
            case .controlA: decoded.a = ControlRegister.allCases.randomElement(using: &random)!.rawValue
            case .memory, .strip, .signed16, .unsigned16: decoded.immediate = Int32(value() & 0x7fff)
            case .shift5: decoded.immediate = Int32(value() & 31)
            case .vector8: decoded.immediate = Int32(value() & 255)
            case .target24: decoded.immediate = Int32(value() & 0xfffc)
            case .d, .a, .b: break
            }
        }
        var registers = (0..<16).map { _ in value() }
        registers[Architecture.stackPointer] = [0xc000, 0xb000].randomElement(using: &random)!
        // What popf, ret and iret find, sometimes as a frame, with any flags and any ring.
        let flags = [Flags.interrupt, 0, Flags.carry].randomElement(using: &random)!
        let ring = UInt32.random(in: 0...3, using: &random) << Flags.ringShift
        return Situation(
            word: decoded.word, registers: registers,
            stack: [[flags, 0x5000].randomElement(using: &random)!, flags | ring, 0xb800, 0])
    }

    /// What of the machine is otherwise in a second run.
    enum Variation: CaseIterable {
        case nothing, ring, interruptFlag, trapTable, trapTime, taskPriority, faultAddress, kernelStack, limit, entry, devices, time
        case machine
    }

    /// What came of executing the word once.
    struct Result {
        enum End: Equatable {
            case done
            /// A fault, with its error code: the instruction has not been executed.
            case fault(vector: UInt8, error: UInt32)
            /// The instruction itself led into the kernel.
            case entered
        }
        var end: End
        var registers: [UInt32]
        var pc: UInt32
        var arithmetic: UInt32
        var interrupts: Bool
        var memory: MemoryImage
    }

    func execute(_ situation: Situation, ring: UInt8, _ variation: Variation = .nothing) -> Result {
        if variation == .machine {
            other.restore(otherStart)
            return execute(situation, ring, variation, on: &other).result
        }
        host.restore(start)
        return execute(situation, ring, variation, on: &host).result
    }

    /// Whether ring 0 changes control state with it, without a trap: everything that only ring 0 should decide.
    func changesControlState(_ situation: Situation) -> Bool {
        [Variation.nothing, .interruptFlag].contains { variation in
            host.restore(start)
            let (before, result) = execute(situation, 0, variation, on: &host, withControl: true)
            return result.end == .done && before != Control(host)
        }
    }

    private struct Control: Equatable {
        let mode: [Bool]
        let registers: [UInt32]
        let tlb: [TLBEntry]
        let devices: String
        let stop: HostStop?

        init(_ host: borrowing Host) {
            mode = [host.cpu.interruptsEnabled, host.cpu.trace, host.cpu.halted]
            registers = ControlRegister.allCases.map { host.cpu[$0] } + [UInt32(host.cpu.ring), host.cpu.trapTable]
            (tlb, devices, stop) = (host.tlb.contents, host.bus.state, host.finalStop)
        }
    }

    private func execute(
        _ situation: Situation, _ ring: UInt8, _ variation: Variation, on host: inout Host,
        withControl: Bool = false
    ) -> (before: Control?, result: Result) {
        for (index, value) in situation.registers.enumerated() { host.cpu.registers[index] = value }
        let bytes =
            [(Self.place, situation.word)] + situation.stack.enumerated().map { (situation.registers[15] + UInt32($0 * 4), $1) }
        for (address, word) in bytes {
            _ = host.load((0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }, at: address)
        }
        host.cpu.pc = Self.place
        host.cpu.ring = ring
        switch variation {
        case .nothing, .machine: break
        case .ring: host.cpu.ring = 3
        case .interruptFlag: host.cpu.interruptsEnabled.toggle()
        case .trapTable: host.cpu.trapTable = Self.otherTable
        case .trapTime: host.cpu[.cr0] |= CR0.trapTime
        case .taskPriority: host.cpu[.cr8] = 3
        case .faultAddress: host.cpu[.cr2] = 0x1234
        case .kernelStack: host.cpu[.sp0] = 0xc800
        case .limit: host.cpu[.limit] = 0x10000
        case .entry: host.cpu[.sysentry] = 0x3900
        case .devices: _ = host.bus.modify(Console.self) { $0 = Console() }
        case .time: host.charge(.exception)
        }
        let before = withControl ? Control(host) : nil
        let clock = host.ledger.clock
        _ = host.run(Slice(untilCycle: clock + 1))
        return (before, result(&host))
    }

    private func result(_ host: inout Host) -> Result {
        let cpu = host.cpu
        var end = Result.End.done
        if let vector = host.counters.traps.firstIndex(where: { $0 > 0 }) {
            let frame = [Frame.pc, Frame.error].map { host.memory.readWord(at: cpu.sp + $0) }
            end = frame[0] == Self.place ? .fault(vector: UInt8(vector), error: frame[1]) : .entered
        } else if host.counters.systemCalls > 0 {
            end = .entered
        }
        return Result(
            end: end, registers: (0..<16).map { cpu.registers[$0] }, pc: cpu.pc, arithmetic: cpu.flags & Flags.arithmetic,
            interrupts: cpu.interruptsEnabled, memory: host.snapshot().memory)
    }

    /// Whether a program sees the difference that the variation makes, without a trap.
    func showsDifference(_ situation: Situation, from one: Result, _ variation: Variation) -> Bool {
        let two = execute(situation, ring: 0, variation)
        guard one.end == .done, two.end == .done else { return false }
        if one.registers != two.registers || one.pc != two.pc || one.arithmetic != two.arithmetic
            || (0..<16).contains(where: { one.memory.page($0) != two.memory.page($0) })
        {
            return true
        }
        // The flag itself was not varied, so it must not come out otherwise.
        return variation == .ring && one.interrupts != two.interrupts
    }

    /// Executes a word as if it lay in the strip, where only a monitor's words do.
    func executeInStrip(_ situation: Situation) -> Result.End {
        host.restore(start)
        for (index, value) in situation.registers.enumerated() { host.cpu.registers[index] = value }
        host.cpu.pc = Architecture.stripBase
        host.cpu.inStrip = true
        _ = host.executeSlow(Op(word: situation.word, number: 0))
        if let vector = host.counters.traps.firstIndex(where: { $0 > 0 }) { return .fault(vector: UInt8(vector), error: 0) }
        return .done
    }
}
