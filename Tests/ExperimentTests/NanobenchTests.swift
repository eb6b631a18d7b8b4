import Machine
import Playground
import Testing

/// What the model of the host of 2005 predicts, against what was published for it; and that the figures are measured.
@Suite(.disabled(if: isDebugBuild)) struct NanobenchTests {
    private static let report = Result { try Nanobench(try HostModels.load("prescott-2005"), isShipped: true) }

    private func row(_ name: Nanobenchmark, _ engine: Nanobenchmark.Technique) throws -> Nanobench.Row {
        try #require(try Self.report.get().rows.first { $0.name == name.rawValue && $0.engine == engine.rawValue })
    }

    /// The order of native, binary translation and first-generation hardware assist; a gap of 20 % or less is a tie.
    @Test(arguments: Nanobenchmark.allCases.filter { $0 != .timestamp })
    func `techniques stand in the published order`(benchmark: Nanobenchmark) throws {
        let techniques: [Nanobenchmark.Technique] = [.native, .bt, .shadow]
        for (index, one) in techniques.enumerated() {
            for two in techniques[(index + 1)...] {
                let (a, b) = (try row(benchmark, one), try row(benchmark, two))
                let published = (try #require(a.published), try #require(b.published))
                #expect(Self.order(a.cycles, b.cycles) == Self.order(published.0, published.1), "\(benchmark): \(one), \(two)")
            }
        }
    }

    private static func order(_ one: Int, _ two: Int) -> Int {
        max(one, two) * 10 <= min(one, two) * 12 ? 0 : one < two ? -1 : 1
    }

    @Test func `predictions come close`() throws {
        let rows = [
            try row(.syscall, .bt), try row(.pageFault, .bt), try row(.input, .bt), try row(.input, .shadow),
            try row(.pageFault, .shadow), try row(.entryRemoved, .shadow), try row(.entryMade, .shadow),
        ]
        let ratios = try rows.map { try #require($0.ratio) }
        #expect(rows.allSatisfy { $0.kind == .predicted })
        for (row, ratio) in zip(rows, ratios) { #expect(1 / 1.5...1.5 ~= ratio, "\(row.name), \(row.engine): \(ratio)") }
        #expect(ratios.count { 0.75...1.25 ~= $0 } * 2 >= ratios.count)
    }

    @Test func `what happens in the translation cache is of the right magnitude`() throws {
        for benchmark in [Nanobenchmark.taskPriority, .call, .entryUnchanged] {
            let ratio = try #require(try row(benchmark, .bt).ratio)
            #expect(1 / 3.0...3.0 ~= ratio, "\(benchmark): \(ratio)")
        }
    }

    @Test func `under hardware assist taking a page away is cheapest, and making one dearest`() throws {
        let cycles = try [Nanobenchmark.entryRemoved, .entryUnchanged, .entryMade].map { try row($0, .shadow).cycles }
        #expect(cycles[0] < cycles[1] && cycles[1] < cycles[2])
    }

    @Test func `what was calibrated comes out, and what was restated`() throws {
        let rows = try Self.report.get().rows
        let calibrated = rows.filter { $0.kind == .calibrated }
        #expect(Set(calibrated.map(\.name)) == ["divzero", "ptemod", "ptemod np-p", "rdtsc"])
        for row in calibrated { #expect(0.93...1.07 ~= row.ratio ?? 0, "\(row.name), \(row.engine)") }
        let restated = rows.filter { $0.kind == .restated }
        #expect(restated.count == 6 && restated.allSatisfy { $0.engine == "native" })
        for row in restated { #expect(0.99...1.01 ~= row.ratio ?? 0, "\(row.name)") }
    }

    /// On bare metal each figure is a sum of costs that the model names.
    @Test func `figures are measured from what happens`() throws {
        var model = try HostModels.load("prescott-2005")
        try Settings.apply(
            ["cost.systemCall=1000", "cost.systemReturn=234", "cost.store=77", "cost.call=50", "cost.ret=6"], to: &model)
        let report = try Nanobench(model, isShipped: false, [.syscall, .entryMade, .call])
        func cycles(_ name: String) -> Int? { report.rows.first { $0.name == name && $0.engine == "native" }?.cycles }
        #expect(cycles("syscall") == 1234)
        #expect(cycles("ptemod np-p") == 77)
        #expect(cycles("call/ret") == 56)
        #expect(report.rows.allSatisfy { $0.published == nil && $0.ratio == nil && $0.kind == nil })
    }

    /// Whatever a cost is set to, the guests come to their end.
    @Test(arguments: [
        "isa=classic", "cost.exception=1000000", "cost.interruptReturn=1000000", "cost.monitorInstructions=1000000",
        "cost.alu=4095",
        "cost.vmexit=1000000", "tlb.entries=4", "vpid=off", "nested-paging=off",
    ])
    func `any host can be measured`(setting: String) throws {
        var model = try HostModels.load("nehalem-2009")
        try Settings.apply([setting], to: &model)
        let report = try Nanobench(model, isShipped: false)
        #expect(report.rows.contains { $0.engine == "bt" } && report.rows.allSatisfy { $0.cycles >= 0 })
    }

    @Test func `twice gives the same`() throws {
        let model = try HostModels.load("prescott-2005")
        #expect(try Nanobench(model, isShipped: true).json == (try Self.report.get().json))
    }

    @Test(arguments: HostModels.names)
    func `every shipped host can be measured`(host: String) throws {
        let model = try HostModels.load(host)
        let report = try Nanobench(model, isShipped: true)
        let engines = Set(report.rows.map(\.engine))
        #expect(engines.contains("hvm-shadow") == model.rootMode && engines.contains("hvm-nested") == model.nestedPaging)
        #expect(report.rows.allSatisfy { $0.cycles > 0 })
        #expect((report.rows.contains { $0.published != nil }) == (host == "prescott-2005"))
    }

    /// The first hardware lost to translation where page tables change; the fourth generation, with nested paging, wins everywhere.
    @Test(arguments: ["fork", "switch", "page-tables"], [("prescott-2005", "bt"), ("nehalem-2009", "hvm")])
    func `generations turn the winner`(workload: String, host: (name: String, winner: String)) throws {
        let guest = try GuestFile(Tool.root.path + "/Samples/workloads/\(workload).s")
        let options = RunOptions(model: try HostModels.load(host.name))
        let comparison = try Comparison(guest, file: workload, engines: ["native", "bt", "hvm"], options: options)
        #expect(comparison.equal)
        let monitors = comparison.engines.dropFirst()
        #expect(monitors.min { $0.ratio! < $1.ratio! }?.engine == host.winner)
    }
}
