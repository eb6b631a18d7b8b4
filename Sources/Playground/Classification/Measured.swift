import Devices
import ISA
import Machine

/// What the machine shows of an instruction when it is executed from many states, in ring 0 and in others. Nothing here reads what
/// the instruction's row states.
package struct Measured: Equatable, Sendable {
    package private(set) var undefined = false
    package private(set) var legalInStrip = false
    /// Ring 0 gets the fault that only others should.
    package private(set) var trapsInKernel = false
    /// Of the executions in outer rings either all get that fault, or none.
    package private(set) var trapsAlike = true
    package private(set) var privileged = false
    package private(set) var controlled = false
    /// It leads into the kernel by itself.
    package private(set) var enters = false
    package private(set) var sensitivity: Sensitivity = []

    package static let privilegedFault = InstructionProbe.Result.End.fault(
        vector: Vector.protection.rawValue, error: UInt32(ProtectionCause.privileged.rawValue))

    /// States that an instruction is executed from.
    package static let situations = 32

    /// A machine to measure on.
    package static func probe(_ model: HostModel, rootMode: Bool = false) -> InstructionProbe {
        var bus = Bus()
        bus.attach(InterruptController(), at: 0x20)
        bus.attach(IntervalTimer(), at: 0x40, line: 0)
        bus.attach(Console(), at: 0x10, line: 1)
        bus.attach(Power(), at: 0x60)
        _ = bus.modify(Console.self) { $0.send([1, 2, 3]) }
        let devices = InstructionProbe.Devices(bus) { bus in
            bus.places.map { "\($0.device)" }.joined(separator: "\n")
        } change: { bus in
            _ = bus.modify(Console.self) { $0 = Console() }
        }
        return InstructionProbe(model, devices, rootMode: rootMode)
    }

    package init(_ instruction: Instruction, on probe: InstructionProbe) {
        var random = FuzzRandom(seed: UInt64(instruction.rawValue))
        let situations = (0..<Self.situations).map { Self.situation(instruction, $0, &random) }
        func ends(ring: UInt8, _ variation: InstructionProbe.Variation = .nothing) -> [InstructionProbe.Result.End] {
            situations.map { probe.execute($0, ring: ring, variation).end }
        }
        let kernel = situations.map { probe.execute($0, ring: 0) }
        let user = ends(ring: 3)
        let outer = ends(ring: 1) + user
        let outerTrapped = ends(ring: 1, .trapTime) + ends(ring: 3, .trapTime)
        let kernelEnds = kernel.map(\.end) + ends(ring: 0, .trapTime)
        let undefinedFault = InstructionProbe.Result.End.fault(vector: Vector.undefined.rawValue, error: 0)

        trapsInKernel = kernelEnds.contains(Self.privilegedFault)
        trapsAlike = [outer, outerTrapped].allSatisfy { ends in
            !ends.contains(Self.privilegedFault) || ends.allSatisfy { $0 == Self.privilegedFault }
        }
        undefined = (kernelEnds + outer).allSatisfy { $0 == undefinedFault }
        legalInStrip = situations.contains { probe.executeInStrip($0) == .done }
        privileged = outer.contains(Self.privilegedFault)
        controlled = outerTrapped.contains(Self.privilegedFault) && !privileged
        enters = user.contains(.entered)
        if situations.contains(where: probe.changesControlState) { sensitivity.insert(.control) }
        let shows = InstructionProbe.Variation.allCases.contains { variation in
            zip(situations, kernel).contains { probe.showsDifference($0, from: $1, variation) }
        }
        if shows { sensitivity.insert(.behaviour) }
    }

    /// A state that is likely to make the instruction do what it can.
    package static func situation(_ instruction: Instruction, _ number: Int, _ random: inout FuzzRandom)
        -> InstructionProbe.Situation
    {
        let values: [UInt32] = [0, 1, 4, 7, 0x10, 0x12, 0x21, 0x40, 0x41, 0x200, 0x3200, 0x4000, 0x4100, 0x5000, 0xc000, ~0]
        func value() -> UInt32 { random.pick(values) }
        var decoded = Decoded(instruction, d: 1, a: 2, b: 3)
        for operand in instruction.row.operands {
            switch operand {
            case .controlD: decoded.d = random.pick(ControlRegister.allCases).rawValue
            case .controlA: decoded.a = random.pick(ControlRegister.allCases).rawValue
            case .memory, .strip, .signed16, .unsigned16: decoded.immediate = Int32(value() & 0x7fff)
            case .shift5: decoded.immediate = Int32(value() & 31)
            case .vector8: decoded.immediate = Int32(value() & 255)
            case .target24: decoded.immediate = Int32(value() & 0xfffc)
            case .d, .a, .b: break
            }
        }
        var registers = (0..<16).map { _ in value() }
        // What most instructions look at takes each value in turn.
        registers[2] = values[number % values.count]
        registers[Architecture.stackPointer] = random.pick([0xc000, 0xb000])
        // What popf, ret and iret find, sometimes as a frame, with any flags and any ring.
        let flags = random.pick([Flags.interrupt, 0, Flags.carry])
        let ring = UInt32(random.below(4)) << Flags.ringShift
        return InstructionProbe.Situation(
            word: decoded.word, registers: registers, stack: [random.pick([flags, 0x5000]), flags | ring, 0xb800, 0])
    }
}
