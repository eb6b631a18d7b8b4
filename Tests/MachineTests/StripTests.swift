import ISA
import Machine
import Playground
import Testing

/// The reserved strip: who gets in, who gets on, and what the monitor forms may do there.
@Suite struct StripTests {
    static let strip = Architecture.stripBase

    private func put(_ host: inout Host, _ word: UInt32, at address: UInt32) {
        let fits = host.load((0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }, at: address)
        precondition(fits)
    }

    /// A host with paging on, 4 MiB mapped to themselves for all rings, and the strip's first two pages mapped to frames 0x60 and 0x61.
    /// The trap table's gates for faults lead to `hlt` in ring 0.
    private func host(_ words: [Decoded], ring: UInt8) throws -> Host {
        var host = Host(model: try HostModels.load("classroom"), ramSize: 1 << 22, bus: Bus())
        let rights = PTE.present | PTE.writable | 3 << PTE.ringShift
        put(&host, 0x11000 | rights, at: 0x10000)
        put(&host, 0x12000 | rights, at: 0x10000 + 1023 * 4)
        for page in 0..<UInt32(1024) { put(&host, page << 12 | rights, at: 0x11000 + page * 4) }
        put(&host, 0x60000 | rights, at: 0x12000)
        put(&host, 0x61000 | rights, at: 0x12004)
        for vector in Vector.allCases {
            put(&host, 0x5000 + UInt32(vector.rawValue) * 4, at: 0x3000 + UInt32(vector.rawValue) * 8)
            put(&host, Gate.present, at: 0x3000 + UInt32(vector.rawValue) * 8 + 4)
            put(&host, Decoded(.hlt).word, at: 0x5000 + UInt32(vector.rawValue) * 4)
        }
        for (index, word) in words.enumerated() { put(&host, word.word, at: 0x60000 + UInt32(index) * 4) }
        put(&host, Decoded(.nop).word, at: 0x61000)
        put(&host, Decoded(.ud).word, at: 0x61004)
        host.cpu.trapTable = 0x3000
        host.cpu[.cr3] = 0x10000
        host.cpu[.cr0] = CR0.paging | CR0.middleRings
        host.cpu[.sp0] = 0x9000
        host.cpu.sp = 0x8000
        host.cpu.ring = ring
        host.cpu.pc = Self.strip
        host.cpu.inStrip = true
        return host
    }

    /// Runs to the handler's `hlt` and says which vector it was for, with the error code and the pc of the frame.
    private func fault(_ host: inout Host) -> (vector: UInt32, error: UInt32, pc: UInt32) {
        let stop = host.run(Slice(untilCycle: 1_000_000))
        let balances = host.ledger.balances
        #expect(stop == .halt)
        #expect(balances)
        return (
            (host.cpu.pc - 4 - 0x5000) / 4, host.memory.readWord(at: host.cpu.sp + Frame.error),
            host.memory.readWord(at: host.cpu.sp + Frame.pc)
        )
    }

    @Test(arguments: [UInt8(0), 1])
    func `monitor forms reach the strip and the rest`(ring: UInt8) throws {
        var host = try host(
            [
                Decoded(.movi, d: 1, immediate: 77), Decoded(.mstores, d: 1, immediate: 0x100),
                Decoded(.mloads, d: 2, immediate: 0x100),
                Decoded(.movi, d: 3, immediate: 0x4000), Decoded(.mstore, d: 2, a: 3, immediate: 8),
                Decoded(.mload, d: 4, a: 3, immediate: 8),
                Decoded(.ud),
            ], ring: ring)
        let hostFault = fault(&host)
        #expect(hostFault == (6, 0, Self.strip + 24))
        let r2 = host.cpu.registers[2]
        #expect(r2 == 77)
        let r4 = host.cpu.registers[4]
        #expect(r4 == 77)
        let at0x60100 = host.memory.readWord(at: 0x60100)
        #expect(at0x60100 == 77)
        let at0x4008 = host.memory.readWord(at: 0x4008)
        #expect(at0x4008 == 77)
    }

    @Test(arguments: [UInt8(0), 1, 3])
    func `an ordinary access from within the strip is bound by the limit`(ring: UInt8) throws {
        var host = try host([Decoded(.movhi, d: 1, immediate: 0xffc0), Decoded(.load, d: 2, a: 1)], ring: ring)
        let hostFault = fault(&host)
        #expect(hostFault == (13, UInt32(ProtectionCause.strip.rawValue), Self.strip + 4))
    }

    @Test func `straight on and direct jumps stay in the strip, also across its pages`() throws {
        var host = try host([Decoded(.jmp, immediate: 0xff8)], ring: 1)
        // To the last word of the first page, which is 0 and undefined.
        let hostFault = fault(&host)
        #expect(hostFault == (6, 0, Self.strip + 0xffc))
        var far = try self.host([Decoded(.jmp, immediate: 0xffc)], ring: 1)
        let farFault = fault(&far)
        #expect(farFault == (6, 0, Self.strip + 0x1004))
    }

    @Test(arguments: [Instruction.jmpr, .callr])
    func `an indirect jump into the strip is bound by the limit, even from there`(jump: Instruction) throws {
        let target = Self.strip + 0x1000
        for same in [false, true] {
            var host = try host([Decoded(jump, a: 1)], ring: 1)
            host.cpu.registers[1] = same ? Self.strip : target
            let hostFault = fault(&host)
            #expect(hostFault == (13, UInt32(ProtectionCause.strip.rawValue), same ? Self.strip : target))
        }
    }

    @Test func `ret into the strip is bound by the limit, with a warm stack as with a cold one`() throws {
        for warm in [false, true] {
            var host = try host([warm ? Decoded(.push, d: 1) : Decoded(.nop), Decoded(.ret)], ring: 1)
            host.cpu.registers[1] = Self.strip + 0x1000
            if !warm {
                host.cpu.sp = 0x7000
                let fits = host.load([0, 0x10, 0xc0, 0xff], at: 0x7000)
                #expect(fits)
            }
            let hostFault = fault(&host)
            #expect(hostFault == (13, UInt32(ProtectionCause.strip.rawValue), Self.strip + 0x1000))
        }
    }

    @Test func `mjmp goes within the strip and out of it`() throws {
        var within = try host([Decoded(.mjmp, a: 1)], ring: 1)
        within.cpu.registers[1] = Self.strip + 0x1000
        let withinFault = fault(&within)
        #expect(withinFault == (6, 0, Self.strip + 0x1004))
        var out = try host([Decoded(.mjmp, a: 1)], ring: 1)
        out.cpu.registers[1] = 0x6000
        let outFault = fault(&out)
        #expect(outFault == (6, 0, 0x6000))
        let stays = out.cpu.inStrip
        #expect(!stays)
    }

    @Test func `falling into the strip faults`() throws {
        var host = try host([], ring: 0)
        host.cpu.pc = Self.strip
        host.cpu.inStrip = false
        let hostFault = fault(&host)
        #expect(hostFault == (13, UInt32(ProtectionCause.strip.rawValue), Self.strip))
    }

    @Test func `a lower limit binds the outer rings only`() throws {
        for (ring, faults) in [(UInt8(0), false), (1, true), (3, true)] {
            var host = try host([Decoded(.load, d: 2, a: 1), Decoded(.ud)], ring: ring)
            host.cpu[.limit] = 0x200000
            host.cpu.registers[1] = 0x200000
            let found = fault(&host)
            #expect(found.vector == (faults ? 13 : 6))
            #expect(found.pc == (faults ? Self.strip : Self.strip + 4))
        }
    }
}
