import Assembler
import Engines
import Machine
import Playground
import Testing
import VMM

/// What hardware assist leaves to the hardware, and what it does not.
@Suite struct HardwareAssistTests {
    static let forms = Paging.allCases.map { "hvm-\($0.rawValue)" }

    static func options(_ engine: String, clock: ClockMode = .guest, _ settings: [String] = []) throws -> RunOptions {
        var options = RunOptions(model: try HostModels.load("classroom"))
        try Settings.apply(["isa=classic"] + settings, to: &options.model)
        (options.engine, options.clock) = (engine, clock)
        return options
    }

    /// A sample's run.
    private func run(_ sample: String, _ options: RunOptions, slices: UInt64? = nil) throws -> Session {
        let guest = try GuestFile(Tool.root.path + "/Samples/" + sample)
        var options = options
        options.input = guest.expectations.input ?? []
        let session = try Session(guest.image, options)
        while let slices, session.stop == .budget { session.run(cycles: slices) }
        session.run()
        return session
    }

    private func run(text: String, _ options: RunOptions) throws -> Session {
        let source = SourceFile(name: "guest.s", bytes: Array(text.utf8))
        let session = try Session(Assembler.assemble(source, options: GuestFile.options()), options)
        session.run()
        return session
    }

    private func counts(_ session: Session) throws -> [ExitReason: UInt64] {
        let statistics = try #require(session.engine.statistics)
        return Dictionary(uniqueKeysWithValues: ExitReason.allCases.map { ($0, statistics[$0].count) }).filter { $0.value > 0 }
    }

    // MARK: What exits

    @Test(arguments: forms)
    func `system calls do not exit`(engine: String) throws {
        let session = try run("syscalls.s", Self.options(engine))
        let counts = try counts(session)
        let calls = session.withHost { ($0.counters.systemCalls, $0.counters.traps[0x80]) }
        #expect(calls.0 > 100 && calls.1 > 100, "the guest makes both kinds of calls: \(calls)")
        let memory: Set<ExitReason> = engine == "hvm-nested" ? [.nestedViolation] : [.hiddenPageFault]
        #expect(Set(counts.keys) == memory.union([.portIO]), "\(counts)")
    }

    @Test(arguments: forms)
    func `divide errors and other faults of the guest's own do not exit`(engine: String) throws {
        let text = """
            _start:
                mov r0, table
                lidt r0
                mov sp, stack
                mov r4, 100
            again:
                div r1, r2, r3
                out r5, r5
                dec r4
                cmp r4, 0
                jne again
                out POWER_EXIT, r4
            handler:
                load r6, [sp + FRAME_PC]
                add r6, r6, 8
                store [sp + FRAME_PC], r6
                iret
            .align 8
            table: .word handler, GATE_PRESENT
                .space 0x100
            stack:
            """
        let session = try run(text: text, Self.options(engine))
        #expect(session.stop == .powerOff(code: 0) && session.withHost { $0.counters.traps[0] } == 100)
        let counts = try counts(session)
        #expect(counts[.portIO] == 1 && counts[.guestFault] == nil && counts.values.reduce(0, +) < 6, "\(counts)")
    }

    @Test func `the guest's page tables and page faults exit with shadow paging, and not with nested`() throws {
        for sample in ["paging.s", "nano/nano.s"].sampledInDebug(1) {
            let shadow = try counts(run(sample, Self.options("hvm-shadow")))
            for reason in [ExitReason.writeTrace, .truePageFault, .hiddenPageFault, .tableBase, .invlpg] {
                #expect(shadow[reason, default: 0] > 0, "\(sample): \(reason)")
            }
            let session = try run(sample, Self.options("hvm-nested"))
            let nested = try counts(session)
            #expect(session.withHost { $0.counters.traps[14] } >= 8, "\(sample)")
            let devices: Set<ExitReason> = [.portIO, .halt, .externalInterrupt, .interruptWindow, .deviceMemory, .identify]
            #expect(Set(nested.keys).subtracting(devices) == [.nestedViolation], "\(sample): \(nested)")
            // Each page once.
            #expect(nested[.nestedViolation, default: 0] < 4096 && shadow[.nestedViolation] == nil, "\(sample)")
        }
    }

    // MARK: Where it works

    @Test func `a host without root mode, and one without nested paging, is refused with the reason`() throws {
        func refusal(_ engine: String, paging: Paging? = nil, _ change: (inout HostModel) -> Void) throws -> String? {
            var options = try Self.options(engine)
            options.paging = paging
            change(&options.model)
            let image = try GuestFile(Tool.root.path + "/Samples/hello.s").image
            do throws(UserError) {
                _ = try Session(image, options)
                return nil
            } catch {
                #expect(error.kind == .usage)
                return error.text
            }
        }
        for engine in ["hvm"] + Self.forms {
            #expect(try refusal(engine) { _ in } == nil)
            let text = try #require(try refusal(engine) { $0.rootMode = false })
            #expect(text == "\(engine) cannot work on classroom: the processor has no root mode")
        }
        let reason = "the processor has no nested paging; use --paging shadow"
        #expect(try refusal("hvm-nested") { $0.nestedPaging = false } == "hvm-nested cannot work on classroom: \(reason)")
        #expect(try refusal("hvm", paging: .nested) { $0.nestedPaging = false } == "hvm-nested cannot work on classroom: \(reason)")
        #expect(try refusal("hvm", paging: .shadow) { $0.nestedPaging = false } == nil)
        #expect(try refusal("hvm-shadow") { $0.nestedPaging = false } == nil)
        // Left to itself it takes what is there.
        var options = try Self.options("hvm")
        #expect(try counts(run("hello.s", options))[.nestedViolation] != nil)
        options.model.nestedPaging = false
        #expect(try counts(run("hello.s", options))[.hiddenPageFault] != nil)
    }

    /// Processors that lack what makes it fast.
    static let lesserHosts: [String: @Sendable (inout HostModel) -> Void] = [
        "no VPID": { $0.vpid = false },
        "no task priority of the guest's": { $0.taskPriorityShadow = false },
        "neither, no walk cache, a small TLB": {
            ($0.vpid, $0.taskPriorityShadow, $0.walkCacheEntries) = (false, false, 0)
            ($0.tlbEntries, $0.tlbWays) = (4, 1)
        },
    ]

    @Test(arguments: lesserHosts.keys.sorted(), forms)
    func `it is right on a host that lacks what makes it fast`(host: String, engine: String) throws {
        var options = try ["native", engine].map { try Self.options($0) }
        for index in options.indices { Self.lesserHosts[host]?(&options[index].model) }
        #if DEBUG
            let count = 10
        #else
            let count = 80
        #endif
        let report = try Fuzzer(options).campaign(seed: 7_100_000, count: count, host: "classroom", settings: ["isa=classic"])
        #expect(report.divergences.isEmpty, "\(report.lines.joined(separator: "\n"))")
        for program in ["control-cr8.s", "interrupt-cr8-holds.s", "interrupt-sti-int.s", "paging-cr3-switch-many.s"] {
            #expect(try MutationTests.findings(program, [options[1]]) == [], "\(program)")
        }
    }

    // MARK: What it costs

    /// The guest's processor is behind `vmread`: where that is dearer, so is every exit.
    @Test(arguments: forms)
    func `the guest's state is read and written by vmread and vmwrite, which cost`(engine: String) throws {
        func dispatch(_ setting: String) throws -> (cycles: UInt64, exits: UInt64) {
            let session = try run("hello.s", Self.options(engine, [setting]))
            return (session.withHost { $0.ledger[.dispatch] }, try #require(session.engine.statistics).count)
        }
        let plain = try dispatch("cost.vmread=50")
        // At least why, where, and in which ring; and pc back. At most every field twice.
        let reads = (try dispatch("cost.vmread=1050").cycles - plain.cycles) / 1000
        let writes = (try dispatch("cost.vmwrite=1050").cycles - plain.cycles) / 1000
        #expect(reads >= 3 * plain.exits && reads <= 30 * plain.exits, "\(reads) reads in \(plain.exits) exits")
        #expect(writes >= plain.exits && writes <= 20 * plain.exits, "\(writes) writes in \(plain.exits) exits")
        let average = try #require(run("hello.s", Self.options(engine)).engine.statistics)[.portIO].average
        #expect(average >= 1000 + 1000 + 4 * 50, "an exit, an entry, and four fields: \(average)")
    }

    // MARK: Clustering

    /// Samples that reach ports several times in a row.
    static let chatty = ["echo.s", "nano/nano.s", "timer.s"].sampledInDebug(1)

    @Test(arguments: chatty, forms)
    func `clustering leaves the same machine, with fewer exits`(sample: String, engine: String) throws {
        var options = try Self.options(engine)
        let plain = try run(sample, options)
        options.engineOptions.clustering = true
        let clustered = try run(sample, options)
        #expect(plain.guestState.differences(to: clustered.guestState) == [])
        expectConservation(clustered, "\(sample) on \(engine), clustering")
        let exits = try [plain, clustered].map { try #require($0.engine.statistics).count }
        let counters = clustered.engineCounters
        #expect(counters["clusters", default: 0] > 0 && exits[1] < exits[0], "\(sample): \(exits), \(counters)")
        // Interrupts fall otherwise into what is left.
        let saved = exits[0] - exits[1]
        #expect(counters["exitsSaved", default: 0] >= counters["clusters", default: 0], "\(counters)")
        #expect(
            saved.distance(to: counters["exitsSaved", default: 0]).magnitude <= exits[0] / 10, "\(sample): \(exits), \(counters)")
        let whole = clustered.withHost { $0.ledger }
        let pieces = try run(sample, options, slices: 3000)
        #expect(pieces.withHost { $0.ledger } == whole, "\(sample): how a run is cut into slices shows")
        #expect(plain.engineCounters["clusters"] == nil && plain.engineCounters["exitsSaved"] == nil)
    }

    /// An interrupt that comes due between two port accesses is not kept waiting for the second.
    @Test(arguments: forms)
    func `clustering leaves interrupts where they fall`(engine: String) throws {
        let text = """
            _start:
                mov r0, table
                lidt r0
                mov sp, stack
                mov r7, log
                clr r0
                out PIC_MASK, r0
                mov r0, 67
                out TIMER_PERIOD, r0
                mov r0, 3
                out TIMER_CONTROL, r0
                mov r4, 100
                sti
            again:
                in r1, TIMER_PERIOD
                inc r2
                inc r2
                in r1, TIMER_PERIOD
                inc r2
                inc r2
                in r1, TIMER_PERIOD
                inc r2
                dec r4
                cmp r4, 0
                jne again
                cli
                hlt
            handler:
                push r0
                load r0, [sp + 4 + FRAME_PC]
                store [r7], r0
                add r7, r7, 4
                mov r0, 1
                out TIMER_STATUS, r0
                out PIC_EOI, r0
                pop r0
                iret
            .align 8
            table: .space 0x100
                .word handler, GATE_PRESENT
                .space 0x100
            stack:
            log: .space 0x400
            """
        let native = try run(text: text, Self.options("native"))
        var options = try Self.options(engine)
        options.engineOptions.clustering = true
        let clustered = try run(text: text, options)
        #expect(clustered.engineCounters["clusters", default: 0] > 0 && native.withHost { $0.counters.interrupts } > 10)
        #expect(native.guestState.differences(to: clustered.guestState) == [])
    }

    @Test(arguments: forms)
    func `clustering is right`(engine: String) throws {
        var options = try ["native", engine].map { try Self.options($0, ["disk.request=1000", "disk.sector=20"]) }
        options[1].engineOptions.clustering = true
        // Those that reach devices exit most often in a row.
        for program in ConformanceTests.programs.sampledInDebug(3) where program.hasPrefix("device-") {
            guard try GuestFile(ConformanceTests.folder + program).expectations.engines.isEmpty else { continue }
            #expect(try MutationTests.findings(program, [options[1]]) == [], "\(program)")
        }
        #if DEBUG
            let count = 30
        #else
            let count = 150
        #endif
        let report = try Fuzzer(options).campaign(seed: 7_200_000, count: count, host: "classroom", settings: ["isa=classic"])
        #expect(report.divergences.isEmpty, "\(report.lines.joined(separator: "\n"))")
    }
}
