import ISA
import Machine
import Playground
import Testing
import VMM

@Suite struct FuzzTests {
    private func fuzzer(isa: ISAVariant = .x86) throws -> Fuzzer {
        var options = RunOptions(model: try HostModels.load(HostModels.standard))
        options.model.isa = isa
        return Fuzzer([options])
    }

    @Test func `a seed gives the same program for ever`() throws {
        #expect(FuzzGenerator.program(seed: 7) == FuzzGenerator.program(seed: 7))
        #expect(FuzzGenerator.program(seed: 7) != FuzzGenerator.program(seed: 8))
        // What no change of the generator may go unnoticed by: seeds in old reports then name other programs.
        let kinds = FuzzGenerator.program(seed: 1).fragments.prefix(4).map(\.kind.rawValue)
        #expect(kinds == ["double-fault", "interrupt", "address-space", "directory-edit"])
    }

    /// What is run is what a person can read: the runtime assembled before and the program's part make the same words.
    @Test func `programs assemble, in one piece or with the runtime apart`() throws {
        for seed: UInt64 in 1...40 {
            let program = FuzzGenerator.program(seed: seed)
            let whole = try assemble(program.source, options: GuestFile.options())
            #expect(try program.image().segments == whole.segments)
        }
    }

    @Test func `kinds that are left out do not come`() throws {
        var options = FuzzOptions()
        options.without = Set(FragmentKind.allCases.filter { $0 != .tableEdit && $0 != .idle })
        let kinds = (1...50).flatMap { FuzzGenerator.program(seed: $0, options).fragments.map(\.kind) }
        #expect(Set(kinds) == [.tableEdit, .idle])
    }

    @Test func `programs end, and reach what they are for`() throws {
        let fuzzer = try fuzzer()
        var (exits, ticks, traps, interrupts) = (0, UInt64(0), [UInt64](repeating: 0, count: 256), [UInt8: Int]())
        var (userFaults, reservedFaults, systemCalls, flushes, kinds) = (0, 0, UInt64(0), UInt64(0), Set<FragmentKind>())
        var codes: Set<UInt8> = []
        for seed: UInt64 in 1...300 {
            let program = FuzzGenerator.program(seed: seed, fuzzer.options)
            kinds.formUnion(program.fragments.map(\.kind))
            let session = try fuzzer.reference(program, recording: .trap)
            if case .powerOff(let code) = session.stop {
                exits += 1
                codes.insert(code)
                #expect(session.withHost { $0.counters.retired } < 50_000)
            }
            session.withHost { host in
                ticks += host.now
                for vector in 0..<256 { traps[vector] += host.counters.traps[vector] }
                systemCalls += host.counters.systemCalls
                flushes += host.counters.tlbFlushes
                for event in host.events.drain() {
                    switch event.kind {
                    case .trap(14, let error):
                        if error >> PageFaultCode.ringShift & 3 == 3 { userFaults += 1 }
                        if error & PageFaultCode.reserved != 0 { reservedFaults += 1 }
                    case .interrupt(let vector): interrupts[vector >> 4, default: 0] += 1
                    default: break
                    }
                }
            }
        }
        #expect(exits >= 270 && codes.count > 100)
        for vector in Vector.allCases { #expect(traps[Int(vector.rawValue)] > 50, "\(vector)") }
        #expect(traps[0x80] > 50 && traps[0x81] > 50 && systemCalls > 200 && flushes > 1000)
        #expect(userFaults > 100 && reservedFaults > 20)
        // The timer's class, the console's, the disk's.
        for (name, line) in [("timer", UInt8(2)), ("console", 3), ("disk", 4)] { #expect(interrupts[line] ?? 0 > 30, "\(name)") }
        #expect(kinds == Set(FragmentKind.allCases))
    }

    /// Whole against in pieces with snapshots: the machine's own law, on programs that were not made for it.
    @Test(arguments: ISAVariant.allCases)
    func `bare metal runs them alike, whole and in pieces`(_ isa: ISAVariant) throws {
        var fuzzer = try fuzzer(isa: isa)
        fuzzer.options.holes = true
        let report = try fuzzer.campaign(seed: 1000, count: 60, host: "classroom")
        #expect(report.programs == 60 && report.divergences.isEmpty, "\(report.lines.joined(separator: "\n"))")
    }

    /// A program that relied on what the TLB happens to hold would be undefined; it would show with a TLB of another size.
    @Test func `programs do not depend on the size of the TLB`() throws {
        var (large, small) = (try fuzzer().contestants[0], try fuzzer().contestants[0])
        (large.model.tlbEntries, large.model.tlbWays) = (1024, 8)
        (small.model.tlbEntries, small.model.tlbWays) = (1, 1)
        let fuzzer = Fuzzer([large, small])
        for seed: UInt64 in 2000..<2150 {
            let differences = try fuzzer.run(FuzzGenerator.program(seed: seed)).differences
            #expect(differences.isEmpty, "seed \(seed): \(differences)")
        }
    }

    @Test func `a program that differs is made short, and what differs first is shown`() throws {
        let native = RunOptions(model: try HostModels.load(HostModels.standard))
        let fuzzer = Fuzzer([native, try BrokenEngine.options(.systemCalls)])
        let seed = try #require((1...100).first { FuzzGenerator.program(seed: $0).fragments.contains { $0.kind == .systemCall } })
        let report = try fuzzer.campaign(seed: seed, count: 1, host: "classroom")
        let found = try #require(report.divergences.first)
        #expect(found.seed == seed && found.engine == "broken")
        #expect(found.fragments.count == 1 && found.text.contains("syscall") && found.text.split(separator: "\n").count < 40)
        #expect(found.differences.contains { $0.hasPrefix("r9: ") })
        #expect(found.first?.instruction == "syscall")
        // What is written is a program that can be run, and says how.
        #expect(found.program.hasPrefix("; ringside lockstep FILE --engines native,broken --host classroom"))
        _ = try assemble(found.program, options: GuestFile.options())
    }

    @Test func `shrinking keeps exactly what is needed`() {
        let program = FuzzGenerator.program(seed: 12)
        let needed = Set([1, program.fragments.count - 1])
        let short = Shrinker.shrink(program) { candidate in needed.isSubset(of: candidate.fragments.map(\.number)) }
        #expect(Set(short.fragments.map(\.number)) == needed)
    }
}
