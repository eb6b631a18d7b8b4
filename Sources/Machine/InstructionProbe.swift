import ISA

/// A machine on which one instruction is executed again and again, from many states, to see what class it is of.
///
/// Pages 0 to 15 are mapped to themselves for every ring and are in the TLB, written to already, so that an ordinary access
/// leaves no trace there. The devices are those at ports: devices in memory are reached by ordinary loads and stores, and what
/// guards them is the page tables. So the address map is not varied either: Popek and Goldberg, too, compare states up to relocation.
package final class InstructionProbe {
    private static let place: UInt32 = 0x1000
    private static let table: UInt32 = 0x2000, otherTable: UInt32 = 0x6000, handlers: UInt32 = 0x3000
    private static let directory: UInt32 = 0xe000, pageTable: UInt32 = 0xf000
    private static let region: UInt32 = 0x7000, vmcs: UInt32 = 0x8000

    private var host: Host
    private var other: Host
    private let start: HostSnapshot
    private let otherStart: HostSnapshot
    private let devices: Devices

    /// What the machine's devices are, and what the probe must know of them.
    package struct Devices: Sendable {
        let bus: Bus
        /// All there is to know of their state.
        let state: @Sendable (Bus) -> String
        /// Makes them others to a guest that reads from them.
        let change: @Sendable (inout Bus) -> Void

        package init(_ bus: Bus, state: @escaping @Sendable (Bus) -> String, change: @escaping @Sendable (inout Bus) -> Void) {
            (self.bus, self.state, self.change) = (bus, state, change)
        }
    }

    /// `rootMode`: root mode is allowed, and on.
    package init(_ model: HostModel, _ devices: Devices, rootMode: Bool = false) {
        var model = model
        self.devices = devices
        host = Self.machine(model, ramSize: 1 << 16, devices.bus)
        if rootMode { host.startRootMode(region: Self.region, vmcs: Self.vmcs) }
        // The same up to what a processor tells of itself.
        model.iommu.toggle()
        other = Self.machine(model, ramSize: 1 << 17, devices.bus)
        start = host.snapshot()
        otherStart = other.snapshot()
    }

    private static func machine(_ model: HostModel, ramSize: Int, _ bus: Bus) -> Host {
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
        return host
    }

    /// Registers and memory, and the word.
    package struct Situation: Sendable {
        package let word: UInt32
        /// All sixteen; the last is sp, from where on `stack` lies.
        package let registers: [UInt32]
        package let stack: [UInt32]

        package init(word: UInt32, registers: [UInt32], stack: [UInt32]) {
            (self.word, self.registers, self.stack) = (word, registers, stack)
        }
    }

    /// What of the machine is otherwise in a second run.
    package enum Variation: CaseIterable, Sendable {
        case nothing, ring, interruptFlag, trapTable, trapTime, taskPriority, faultAddress, kernelStack, limit, entry, devices, time
        case machine
    }

    /// What came of executing the word once.
    package struct Result {
        package enum End: Equatable, Sendable {
            case done
            /// A fault, with its error code: the instruction has not been executed.
            case fault(vector: UInt8, error: UInt32)
            /// The instruction itself led into the kernel.
            case entered
        }
        package let end: End
        fileprivate let registers: [UInt32]
        fileprivate let pc: UInt32
        fileprivate let arithmetic: UInt32
        fileprivate let interrupts: Bool
        fileprivate let memory: MemoryImage
    }

    package func execute(_ situation: Situation, ring: UInt8, _ variation: Variation = .nothing) -> Result {
        if variation == .machine {
            other.restore(otherStart)
            return execute(situation, ring, variation, on: &other).result
        }
        host.restore(start)
        return execute(situation, ring, variation, on: &host).result
    }

    /// Whether ring 0 changes control state with it, without a trap: everything that only ring 0 should decide.
    package func changesControlState(_ situation: Situation) -> Bool {
        [Variation.nothing, .interruptFlag].contains { variation in
            host.restore(start)
            let (before, result) = execute(situation, 0, variation, on: &host, withControl: true)
            return result.end == .done && before != Control(host, devices.state(host.bus))
        }
    }

    private struct Control: Equatable {
        let mode: [Bool]
        let registers: [UInt32]
        let tlb: [TLBEntry]
        let devices: String
        let stop: HostStop?

        init(_ host: borrowing Host, _ devices: String) {
            mode = [host.cpu.interruptsEnabled, host.cpu.trace, host.cpu.halted]
            registers = ControlRegister.allCases.map { host.cpu[$0] } + [UInt32(host.cpu.ring), host.cpu.trapTable]
            (tlb, self.devices, stop) = (host.tlb.contents, devices, host.finalStop)
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
        case .devices: devices.change(&host.bus)
        case .time: host.charge(.exception)
        }
        let before = withControl ? Control(host, devices.state(host.bus)) : nil
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
    package func showsDifference(_ situation: Situation, from one: Result, _ variation: Variation) -> Bool {
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
    package func executeInStrip(_ situation: Situation) -> Result.End {
        host.restore(start)
        for (index, value) in situation.registers.enumerated() { host.cpu.registers[index] = value }
        host.cpu.pc = Architecture.stripBase
        host.cpu.inStrip = true
        _ = host.executeSlow(Op(word: situation.word, number: 0))
        if let vector = host.counters.traps.firstIndex(where: { $0 > 0 }) { return .fault(vector: UInt8(vector), error: 0) }
        return .done
    }
}
