import Devices
import ISA
import Machine
import VMM

/// All that a guest can see of its machine, as a value: the same on every engine at the same guest instruction.
package struct GuestState: Equatable, Sendable {
    package let processor: ProcessorState
    /// The clock that the guest's devices see. The same on two engines only under the guest clock.
    package let ticks: UInt64
    package let stop: GuestStop
    /// The guest's RAM, a page each; `nil` for a page of zeros.
    package let memory: [[UInt8]?]
    package let console: [UInt8]
    package let devices: [DeviceReading]
    /// A sector each.
    package let disk: [[UInt8]]
}

/// The processor as its guest sees it.
package struct ProcessorState: Equatable, Sendable {
    package let registers: [UInt32]
    package let pc: UInt32
    package let flags: UInt32
    package let ring: UInt8
    package let halted: Bool
    /// Interrupts wait for one more instruction after `sti`.
    package let interruptShadow: Bool
    package let trapTable: UInt32
    /// In the order of `ControlRegister.allCases`.
    package let control: [UInt32]

    package init(_ cpu: CPU) {
        registers = (0..<Architecture.registerCount).map { cpu.registers[$0] }
        (pc, flags, ring, halted) = (cpu.pc, cpu.flags, cpu.ring, cpu.halted)
        (interruptShadow, trapTable) = (cpu.interruptShadow, cpu.trapTable)
        control = ControlRegister.allCases.map { cpu[$0] }
    }

    /// Every value with its name.
    private var named: [(name: String, value: String)] {
        let general = registers.enumerated().map { (Decoded.register(UInt8($0.offset)), Decoded.hexadecimal($0.element)) }
        let mode = [
            ("pc", Decoded.hexadecimal(pc)), ("flags", Flags.text(flags)), ("ring", String(ring)), ("halted", String(halted)),
            ("sti shadow", String(interruptShadow)), ("trap table", Decoded.hexadecimal(trapTable)),
        ]
        return general + mode + zip(ControlRegister.allCases, control).map { ($0.name, Decoded.hexadecimal($1)) }
    }

    /// What differs, in words: this value, then the other's.
    package func differences(to other: ProcessorState) -> [String] {
        zip(named, other.named).filter { $0.value != $1.value }.map { "\($0.name): \($0.value) / \($1.value)" }
    }
}

extension GuestState {
    /// How many differences of a kind are named before the rest is counted.
    private static let shown = 8

    /// What differs, in words: this state's value, then the other's. Empty exactly if the two are equal or, where
    /// both were cut off, equal but for devices.
    package func differences(to other: GuestState) -> [String] {
        var lines = processor.differences(to: other.processor)
        if ticks != other.ticks { lines.append("clock: \(ticks) / \(other.ticks) ticks") }
        if stop != other.stop { lines.append("stop: \(stop.text) / \(other.stop.text)") }
        lines += memoryDifferences(to: other)
        if console != other.console { lines.append(consoleDifference(to: other)) }
        // Where a run is cut off, an interrupt of the host's may be on its way to a guest's device.
        if stop == .budget, other.stop == .budget { return lines }
        lines += limited(
            zip(devices, other.devices).filter { $0 != $1 }.map {
                "\($0.name): \(Decoded.hexadecimal($0.value)) / \(Decoded.hexadecimal($1.value))"
            }, "device registers")
        if devices.count != other.devices.count { lines.append("devices: they have not the same registers") }
        let sectors = (0..<max(disk.count, other.disk.count)).filter { sector($0) != other.sector($0) }
        if let first = sectors.first { lines.append("disk: \(sectors.count) sectors differ, the first is \(first)") }
        return lines
    }

    private func sector(_ number: Int) -> [UInt8]? { disk.indices.contains(number) ? disk[number] : nil }

    private func memoryDifferences(to other: GuestState) -> [String] {
        guard memory.count == other.memory.count else { return ["memory: \(memory.count) / \(other.memory.count) pages"] }
        let places = memory.indices.filter { memory[$0] != other.memory[$0] }.flatMap { page in
            stride(from: page << 12, to: (page + 1) << 12, by: 4).filter { word(at: $0) != other.word(at: $0) }
        }
        return limited(
            places.map { place in
                let (one, two) = (Decoded.hexadecimal(word(at: place)), Decoded.hexadecimal(other.word(at: place)))
                return "memory at \(Decoded.hexadecimal(UInt32(place))): \(one) / \(two)"
            }, "words of memory")
    }

    private func word(at place: Int) -> UInt32 {
        guard let page = memory[place >> 12] else { return 0 }
        return (0..<4).reduce(0) { $0 | UInt32(page[place & 0xfff + $1]) << ($1 * 8) }
    }

    private func consoleDifference(to other: GuestState) -> String {
        let common = zip(console, other.console).prefix { $0 == $1 }.count
        return "console: the first \(common) bytes are the same, of \(console.count) / \(other.console.count)"
    }

    private func limited(_ lines: [String], _ what: String) -> [String] {
        guard lines.count > Self.shown else { return lines }
        return lines.prefix(Self.shown) + ["and \(lines.count - Self.shown) more \(what)"]
    }
}

extension Session {
    /// The guest's processor, cheap to look at after every instruction.
    package var processorState: ProcessorState { ProcessorState(guestCPU) }

    /// All that the guest can see.
    package var guestState: GuestState {
        let bus = engine.guestBus(host)
        return GuestState(
            processor: processorState, ticks: host.now, stop: stop.withoutCycles, memory: guestMemory,
            console: bus.first(Console.self)?.output ?? [], devices: DeviceReading.all(of: bus, now: host.now, memory: host.memory),
            disk: host.bus.first(Disk.self)?.sectors ?? [])
    }

    /// The guest's RAM, page by page from guest-physical address 0 on.
    package var guestMemory: [[UInt8]?] {
        let image = withHost { $0.snapshot().memory }
        let map = engine.guestMap(host)
        return (0..<options.ramSize >> 12).map { frame in
            map.map { $0.offset(of: UInt32(frame << 12)).flatMap { image.contents($0 >> 12) } } ?? image.contents(frame)
        }
    }
}

extension GuestStop {
    /// Without the cycle of a triple fault, which is not the guest's business.
    package var withoutCycles: GuestStop {
        guard case .tripleFault(var report) = self else { return self }
        report.cycle = 0
        return .tripleFault(report)
    }

    /// In a few words.
    package var text: String {
        switch self {
        case .budget: "still running"
        case .powerOff(let code): "exit \(code)"
        case .halt: "halted for good"
        case .tripleFault(let report): "triple fault (" + report.chain.map(\.text).joined(separator: "; ") + ")"
        case .crash: "given up by the hypervisor"
        }
    }
}

extension Flags {
    /// The letters of the bits that are set: Negative, Zero, Carry, oVerflow, Trace, Interrupt.
    package static func text(_ flags: UInt32) -> String {
        let letters: [(UInt32, String)] = [
            (negative, "N"), (zero, "Z"), (carry, "C"), (overflow, "V"), (trace, "T"), (interrupt, "I"),
        ]
        let set = letters.filter { flags & $0.0 != 0 }.map(\.1)
        return set.isEmpty ? "none" : set.joined(separator: " ")
    }
}
