import Playground
import Testing
import VMM

@Suite struct ExplanationTests {
    /// What the steps of an exit cost is what the statistics count for it: for the first of each reason, under every monitor.
    @Test(arguments: ["trap", "bt", "hvm-shadow", "hvm-nested", "pv"])
    func `the steps of an exit add up`(_ engine: String) throws {
        let timeline = try TimelineTests.timeline(engine)
        var reasons: Set<String> = []
        for _ in 0..<(isDebugBuild ? 6 : 60)
        where timeline.run(until: [.event(name: "exit", detail: nil)], toCycle: 30_000_000) == .at(0) {
            let cycle = timeline.cycle
            let explanation = try #require(Explanation(timeline))
            #expect(timeline.cycle == cycle)
            #expect(explanation.steps.reduce(0) { $0 + $1.cycles } == explanation.cycles, "\(explanation.text)")
            reasons.insert(explanation.title)
            // The exit is what the statistics say of the last one.
            let start = timeline.session.engine.statistics?.start
            timeline.advance(notBeyond: cycle + 10_000_000) { timeline.session.engine.statistics?.start != start }
            let last = try #require(timeline.session.engine.statistics?.last)
            #expect(UInt64(last.cycles.count) == explanation.cycles)
        }
        #expect(reasons.count >= (isDebugBuild ? 1 : 3), "\(reasons)")
    }

    @Test func `on bare metal a trap is the hardware's`() throws {
        let timeline = try TimelineTests.timeline("native")
        #expect(Explanation(timeline) == nil)
        #expect(timeline.run(until: [.event(name: "trap", detail: "14")], toCycle: 10_000_000) == .at(0))
        let explanation = try #require(Explanation(timeline))
        #expect(explanation.title.hasPrefix("trap 14"))
        #expect(explanation.steps.contains { $0.account == "ringCrossings" && $0.cycles > 0 })
    }
}
