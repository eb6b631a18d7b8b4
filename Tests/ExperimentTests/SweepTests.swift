import Foundation
import Playground
import Testing

@Suite(.disabled(if: isDebugBuild)) struct SweepTests {
    private func sweep(
        _ range: String, _ sample: String, _ engines: [String]?, figure: String = "cycles", host: String = "classroom"
    )
        throws -> Sweep
    {
        let guest = try GuestFile(Tool.root.path + "/Samples/" + sample)
        return try Sweep(
            try Sweep.Range(range), try Sweep.Figure(figure), guest, file: sample, engines: engines,
            options: RunOptions(model: try HostModels.load(host)))
    }

    private func cycles(_ sample: String, _ engine: String, _ setting: String, host: String) throws -> UInt64 {
        var options = RunOptions(model: try HostModels.load(host))
        try Settings.apply([setting], to: &options.model)
        options.engine = engine
        let session = try Session(try GuestFile(Tool.root.path + "/Samples/" + sample).image, options)
        session.run()
        return RunReport(session, guest: sample).cycles
    }

    @Test func `each figure is that of a run with the value`() throws {
        let sample = "workloads/system-calls.s"
        let result = try sweep("cost.systemCall=50..4000:500", sample, ["bt", "hvm"], host: "nehalem-2009")
        #expect(result.values == ["50", "550", "1050", "1550", "2050", "2550", "3050", "3550"])
        for (index, value) in result.values.enumerated() {
            for line in result.series {
                #expect(line.values[index] == (try cycles(sample, line.engine, "cost.systemCall=\(value)", host: "nehalem-2009")))
            }
        }
    }

    @Test func `hardware assist passes translation where exits get cheap enough`() throws {
        let result = try sweep("cost.vmexit=1..20000:4000", "syscalls.s", ["bt", "hvm"])
        let crossing = try #require(result.crossings.first)
        #expect(result.crossings.count == 1 && crossing.before == "hvm" && crossing.after == "bt")
        let value = try #require(Int(crossing.value))
        let settings = ["cost.vmexit=\(value - 1)", "cost.vmexit=\(value)"]
        let bt = try cycles("syscalls.s", "bt", settings[0], host: "classroom")
        #expect(try cycles("syscalls.s", "hvm", settings[0], host: "classroom") <= bt)
        #expect(try cycles("syscalls.s", "hvm", settings[1], host: "classroom") > bt)
        #expect(result.text.contains("from cost.vmexit = \(crossing.value) on, bt has the lower cycles than hvm"))
        #expect(result.svg.contains(">\(crossing.value)<"))
    }

    @Test func `features are gone through as words, and sizes by doubling`() throws {
        let nested = try sweep("nested-paging=off..on", "paging.s", ["hvm"], figure: "exits")
        #expect(nested.values == ["off", "on"])
        let tlb = try sweep("tlb.entries=4..32", "workloads/tlb.s", ["native"], figure: "counters.tlbMisses")
        #expect(tlb.values == ["4", "8", "16", "32"])
        #expect(tlb.crossings.isEmpty && tlb.text.contains("no engine passes another"))
    }

    @Test func `an engine that the host has no place for everywhere has gaps`() throws {
        let guest = try GuestFile(Tool.root.path + "/Samples/hello.s")
        var options = RunOptions(model: try HostModels.load("prescott-2005"))
        try Settings.apply(["task-priority-shadow=off"], to: &options.model)
        let result = try Sweep(
            try Sweep.Range("root-mode=off..on"), try Sweep.Figure("cycles"), guest, file: "hello.s", engines: ["native", "hvm"],
            options: options)
        #expect(result.series[1].values[0] == nil && result.series[1].values[1] != nil)
        #expect(result.csv.hasPrefix("root-mode,native,hvm\noff,"))
    }

    @Test(arguments: [
        ("cost.vmexit", "write KEY=FROM..TO"), ("cost.vmexit=5", "write KEY=FROM..TO"), ("cost.vmexit=9..5", "it goes down"),
        ("cost.vmexit=1..5:0", "the step must be"), ("cost.vmexit=1..5:x", "the step must be"),
        ("cost.vmexit=1..5:", "the step must"),
        ("cost.vmexits=1..5", "did you mean 'cost.vmexit'"), ("cost.vmexit=-1..5", "must be a whole number from 1"),
        ("cost.vmexit=1..1000000:1", "at most 200"), ("vpid=no..yes", "must be off or on"), ("tlb.entries=4..64:7", "has no steps"),
        ("tlb.entries=3..8", "a power of two"),
    ])
    func `a wrong range is refused`(range: String, message: String) throws {
        do throws(UserError) {
            _ = try Sweep.Range(range)
            Issue.record("\(range) was taken")
        } catch {
            #expect(error.kind == .usage && error.text.contains(message), "\(error.text)")
        }
    }

    @Test func `runs that are broken off or mislead their guest have no figure`() throws {
        #expect(throws: UserError.self) {
            var options = RunOptions(model: try HostModels.load("classroom"))
            options.maxCycles = 1000
            return try Sweep(
                try Sweep.Range("cost.vmexit=1..2"), try Sweep.Figure("cycles"), try GuestFile(Tool.root.path + "/Samples/timer.s"),
                file: "timer.s", engines: nil, options: options)
        }
        // The kernel is misled by trap-and-emulate where the holes are open.
        let holes = try sweep("isa=x86..classic", "holes.s", ["native", "trap"])
        #expect(holes.series[1].values[0] == nil && holes.series[1].values[1] != nil)
        #expect(holes.crossings.isEmpty && holes.text.contains("trap: not everywhere: it does not do what the first engine does"))
        let hello = try sweep("isa=classic..x86", "hello.s", nil)
        let trap = try #require(hello.series.first { $0.engine == "trap" })
        #expect(hello.values == ["classic", "x86"] && trap.values[0] != nil && trap.values[1] == nil)
        // Parts of root mode cannot be without it.
        let root = try sweep("root-mode=off..on", "hello.s", ["hvm"], host: "nehalem-2009")
        #expect(root.series[0].values[0] == nil && root.series[0].values[1] != nil)
    }

    @Test func `a counter that there is not gives nothing`() throws {
        #expect(throws: UserError.self) { try sweep("cost.vmexit=1..2", "hello.s", nil, figure: "counters.nope") }
        let units = try sweep("cost.vmexit=1..2", "hello.s", ["native", "bt"], figure: "counters.units")
        #expect(units.series.map(\.engine) == ["bt"])
    }

    @Test func `a wrong figure is refused`() throws {
        for name in ["", "cycle", "accounts.none", "exits.none", "accounts"] {
            #expect(throws: UserError.self) { try Sweep.Figure(name) }
        }
    }
}
