import Engines
import Foundation
import Machine
import Playground
import Testing
import VMM

/// Going back is the exact inverse of going on: whatever can be seen is what it was.
@Suite struct TimelineTests {
    static let engines = ["native", "trap", "bt", "hvm-shadow", "hvm-nested", "pv"]

    /// All that a view could show.
    struct Everything: Equatable {
        let cycle: UInt64
        let state: GuestState
        let ledger: Ledger
        let counters: Counters
        let tlb: [TLBEntry]
        let statistics: ExitStatistics?
        let engineCounters: [String: UInt64]
        let events: [Event]

        init(_ timeline: Timeline) {
            let session = timeline.session
            cycle = timeline.cycle
            state = session.guestState
            (ledger, counters) = session.withHost { ($0.ledger, $0.counters) }
            tlb = session.withHost { $0.tlb.contents }
            statistics = session.engine.statistics
            engineCounters = session.engineCounters
            events = Array(timeline.events.suffix(256))
        }
    }

    static func timeline(_ engine: String, _ file: String = "Samples/nano/nano.s", clock: ClockMode = .cycles, input: String? = nil)
        throws -> Timeline
    {
        let guest = try GuestFile(Tool.root.appendingPathComponent(file).path)
        var options = RunOptions(model: try HostModels.load("classroom"))
        try Settings.apply(["isa=classic"], to: &options.model)
        (options.engine, options.clock) = (engine, clock)
        options.input = input.map { Array($0.utf8) } ?? guest.expectations.input ?? []
        return Timeline(try Session(try guest.image(for: engine), options))
    }

    @Test(arguments: engines, [ClockMode.cycles, .guest])
    func `a place that is gone to is what it was`(_ engine: String, _ clock: ClockMode) throws {
        let timeline = try Self.timeline(engine, clock: clock)
        var random = SplitMix64(seed: 7)
        var seen: [Everything] = []
        while !timeline.isOver, seen.count < (isDebugBuild ? 3 : 24) {
            timeline.run(toCycle: timeline.cycle + UInt64.random(in: 1...800_000, using: &random))
            seen.append(Everything(timeline))
        }
        for place in seen.shuffled(using: &random) {
            timeline.go(toCycle: place.cycle)
            #expect(Everything(timeline) == place)
        }
    }

    @Test(arguments: engines.sampledInDebug(4)) func `back undoes steps one by one`(_ engine: String) throws {
        let timeline = try Self.timeline(engine)
        // Into the first program, with its system calls and page faults.
        #expect(timeline.run(until: [.ring(3)], toCycle: 20_000_000) == .at(0))
        timeline.step()
        var places = [Everything(timeline)]
        for _ in 0..<(isDebugBuild ? 10 : 80) {
            timeline.step()
            places.append(Everything(timeline))
        }
        for place in places.dropLast().reversed() {
            #expect(timeline.back(1) == 1)
            #expect(timeline.cycle == place.cycle)
            if place.cycle % 8 == 0 { #expect(Everything(timeline) == place) }
        }
        timeline.go(toCycle: places.last!.cycle)
        #expect(timeline.back(places.count - 1) == places.count - 1)
        #expect(Everything(timeline) == places[0])
    }

    @Test func `back stops at the beginning`() throws {
        let timeline = try Self.timeline("native", "Samples/hello.s")
        for _ in 0..<5 { timeline.step() }
        #expect(timeline.back(100) == 5)
        #expect(timeline.cycle == timeline.start)
        #expect(timeline.back(1) == 0)
    }

    @Test(arguments: engines) func `a number of instructions is a place`(_ engine: String) throws {
        let timeline = try Self.timeline(engine)
        for number in [1, 1000, 60_001, 30_000, 0] as [UInt64] {
            let isThere = timeline.go(toInstruction: number, limit: 100_000_000)
            #expect(isThere && timeline.session.retired == number)
        }
    }

    /// Stops forward and searches backward find the same places.
    @Test(arguments: ["native", "bt", "hvm-shadow"].sampledInDebug(3)) func `what is found back is where one stopped`(
        _ engine: String
    ) throws {
        let timeline = try Self.timeline(engine)
        let session = timeline.session
        let word = try #require(session.image.value(of: "free_count"))
        let conditions: [Condition] = [
            .address(try #require(session.image.value(of: "frame_alloc"))), .write(word), .ring(3),
            .event(name: engine == "native" ? "trap" : "exit", detail: nil),
        ]
        for condition in conditions {
            timeline.go(toCycle: timeline.start)
            var stops: [UInt64] = []
            while stops.count < 12, timeline.run(until: [condition], toCycle: 20_000_000) == .at(0) { stops.append(timeline.cycle) }
            #expect(stops.count >= 3 && Set(stops).count == stops.count, "\(condition)")
            timeline.go(toCycle: stops.last!)
            for stop in stops.dropLast().reversed() { #expect(timeline.back(to: condition) == stop, "\(condition)") }
            #expect(timeline.back(to: condition) == nil)
            #expect(timeline.cycle == stops[0])
        }
    }

    @Test(arguments: engines) func `a write is found whoever makes it`(_ engine: String) throws {
        let timeline = try Self.timeline(engine)
        let session = timeline.session
        let word = try #require(session.image.value(of: "free_count"))
        let place = try #require(session.guestPhysical(of: word))
        var values: [UInt32] = []
        for _ in 0..<4 where timeline.run(until: [.write(place)], toCycle: 20_000_000) == .at(0) {
            values.append(try #require(session.virtualWord(at: word)))
        }
        // The kernel has counted its free frames, and takes them one by one.
        #expect(values.count == 4 && values == (0..<4).map { values[0] - $0 })
    }

    /// Input is part of the past, and its consequences are of the future.
    @Test func `input starts another future, and comes again on the way`() throws {
        let timeline = try Self.timeline("native", "Samples/echo.s", input: "")
        timeline.run(toCycle: 2_000)
        _ = timeline.intervene(.input(Array("abc\n".utf8)))
        let before = Everything(timeline)
        timeline.run(toCycle: 300_000)
        let after = Everything(timeline)
        #expect(String(decoding: after.state.console, as: UTF8.self).contains("abc"))
        timeline.go(toCycle: 1_000)
        timeline.go(toCycle: 2_000)
        #expect(Everything(timeline) == before)
        timeline.go(toCycle: 300_000)
        #expect(Everything(timeline) == after)
    }

    @Test(arguments: ["native", "trap", "bt", "hvm-nested"])
    func `an instruction that is typed is executed, and only it`(_ engine: String) throws {
        let timeline = try Self.timeline(engine, "Samples/syscalls.s")
        let session = timeline.session
        for _ in 0..<10 { timeline.step() }
        let (pc, registers) = (session.guestCPU.pc, (0..<16).map { session.guestCPU.registers[$0] })
        let memory = session.guestMemory
        // mov r5, 77
        let isExecuted = timeline.intervene(.instruction(try #require(Self.word("mov r5, 77"))))
        #expect(isExecuted)
        var expected = registers
        expected[5] = 77
        #expect((0..<16).map { session.guestCPU.registers[$0] } == expected)
        #expect(session.guestCPU.pc == pc)
        #expect(session.guestMemory == memory)
        timeline.run(toCycle: 100_000_000)
        #expect(session.stop == .powerOff(code: 42))
    }

    private static func word(_ text: String) -> UInt32? {
        var image: [UInt8] = []
        let folder = try? Scratch()
        if let path = try? folder?.file("one.s", text.utf8), let guest = try? GuestFile(path) {
            image = guest.image.segments[0].bytes
        }
        return image.count == 4 ? image.reversed().reduce(0) { $0 << 8 | UInt32($1) } : nil
    }
}

// A failure shows what it is about, and not all of a machine's memory, which would take minutes.
extension Timeline: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: ["cycle": cycle]) }
}

extension TimelineTests.Everything: CustomReflectable {
    var customMirror: Mirror { Mirror(self, children: ["cycle": cycle, "ledger": ledger, "processor": state.processor]) }
}
