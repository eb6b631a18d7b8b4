import Devices
import ISA

@testable import Machine

/// Machines full of chance: words that are mostly instructions, a trap table and page tables that mostly make sense.
enum RandomMachine {
    private static let ramSize = 1 << 17
    static let trapTable: UInt32 = 0x8000, directory: UInt32 = 0x10000

    static func make(
        _ random: inout SplitMix64, clock: ClockMode, events: EventMask = [], _ change: (inout HostModel) -> Void = { _ in }
    ) throws -> Host {
        var model = try hostModel(isa: .allCases.randomElement(using: &random)!, tlbEntries: 8, tlbWays: 2)
        // Cheap, so that much happens in few cycles.
        for primitive in Primitive.allCases { model[primitive].cycles = .random(in: 1...4, using: &random) }
        (model.diskRequestTicks, model.diskSectorTicks) = (.random(in: 0...90, using: &random), .random(in: 0...20, using: &random))
        change(&model)
        let contents = (0..<2048).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        var bus = StandardBoard.bus(for: model, disk: contents)
        _ = bus.modify(Console.self) { $0.send(contents.prefix(20)) }
        let outputs: [(UInt16, UInt32)] = [(0x21, 0), (0x41, .random(in: 0...200, using: &random)), (0x40, 3), (0x12, 1)]
        var context = DeviceContext(now: 0, memory: PhysicalMemory(size: 4096), map: nil)
        for (port, value) in outputs where !chance(4, &random) { bus.writePort(port, value, &context) }
        var host = Host(model: model, ramSize: ramSize, clockMode: clock, bus: bus)
        host.events.mask = events

        var words = (0..<ramSize / 4).map { _ in word(&random) }
        for vector in 0..<256 {
            words[Int(trapTable) / 4 + vector * 2] = address(&random) & ~3
            let bits = Gate.present | UInt32.random(in: 0...15, using: &random) << 1 | 3 << Gate.callerShift
            let odd = UInt32(truncatingIfNeeded: random.next()) & 0xff
            words[Int(trapTable) / 4 + vector * 2 + 1] = chance(8, &random) ? odd : chance(2, &random) ? bits : Gate.present
        }
        for entry in 0..<1024 {
            // Each address space is the RAM over and over, with a hole or an oddity here and there.
            words[Int(directory) / 4 + entry] = UInt32(0x11000 + entry % 3 * 0x1000) | rights(&random)
            for table in 0..<3 {
                let frame = chance(4, &random) ? UInt32.random(in: 0..<33, using: &random) : UInt32(entry) % 32
                words[(0x11000 + table * 0x1000) / 4 + entry] = frame << 12 | rights(&random)
            }
        }
        let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
        _ = host.load(bytes, at: 0)

        for register in 0..<16 { host.cpu.registers[register] = address(&random) }
        host.cpu.pc = .random(in: 0..<0x7000, using: &random) & ~3
        host.cpu.sp = .random(in: 0x9000..<0x10000, using: &random) & ~3
        host.cpu.ring = [0, 0, 1, 3, 3].randomElement(using: &random)!
        host.cpu.flags = UInt32(truncatingIfNeeded: random.next()) & (chance(5, &random) ? ~0 : ~Flags.trace)
        if !chance(4, &random) { host.cpu.interruptsEnabled = true }
        host.cpu.trapTable = trapTable
        host.cpu[.cr3] = directory
        host.cpu[.cr0] = .random(in: 0...7, using: &random)
        for register in [ControlRegister.sp0, .sp1, .sp2] {
            host.cpu[register] = .random(in: 0x9000..<0x10000, using: &random) & ~3
        }
        host.cpu[.sysentry] = address(&random) & ~3
        if chance(6, &random) { host.cpu[.limit] = 0x20000 }
        return host
    }

    static func chance(_ one: Int, _ random: inout SplitMix64) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    private static func rights(_ random: inout SplitMix64) -> UInt32 {
        if chance(12, &random) { return UInt32(truncatingIfNeeded: random.next()) & 0xfff }
        return PTE.present | (chance(6, &random) ? 0 : PTE.writable) | (chance(4, &random) ? 0 : PTE.ringMask)
    }

    static func address(_ random: inout SplitMix64) -> UInt32 {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: UInt32(truncatingIfNeeded: random.next())
        case 1: 0xf000_1000 + .random(in: 0..<8, using: &random) * 4
        case 2: .random(in: 0..<20, using: &random)
        case 3: [0x10, 0x12, 0x20, 0x21, 0x22, 0x30, 0x40, 0x41, 0x42].randomElement(using: &random)!
        default: .random(in: 0..<0x20000, using: &random) & ~3
        }
    }

    static func word(_ random: inout SplitMix64) -> UInt32 {
        if chance(30, &random) { return UInt32(truncatingIfNeeded: random.next()) }
        let instruction = Instruction.allCases.randomElement(using: &random)!
        // Few that only fault, so that runs get somewhere.
        if [.monitor, .root].contains(instruction.row.privilege) || instruction == .ud || instruction == .hlt, !chance(10, &random)
        {
            return word(&random)
        }
        var decoded = Decoded(instruction)
        for operand in instruction.row.operands {
            switch operand {
            case .controlD: decoded.d = ControlRegister.allCases.randomElement(using: &random)!.rawValue
            case .controlA: decoded.a = ControlRegister.allCases.randomElement(using: &random)!.rawValue
            case .d: decoded.d = .random(in: 0...15, using: &random)
            case .a, .memory: decoded.a = .random(in: 0...15, using: &random)
            case .b: decoded.b = .random(in: 0...15, using: &random)
            default: break
            }
            guard let range = operand.range else { continue }
            let near = max(range.lowerBound, -64)...min(range.upperBound, 64)
            let value = Int.random(in: chance(6, &random) ? range : near, using: &random)
            decoded.immediate = Int32(operand == .target24 ? value * 4 : value)
        }
        return decoded.word
    }
}
