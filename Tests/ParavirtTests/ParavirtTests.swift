import Assembler
import Engines
import Foundation
import ISA
import Machine
import Playground
import Testing
import VMM

/// What the paravirtual engine promises beyond what its conformance programs pin down.
@Suite struct ParavirtTests {
    private func options(
        _ engine: String = "pv", clock: ClockMode = .cycles, _ settings: [String] = []
    ) throws -> RunOptions {
        var options = RunOptions(model: try HostModels.load("classroom"))
        try Settings.apply(settings, to: &options.model)
        (options.engine, options.clock) = (engine, clock)
        return options
    }

    private func assemble(_ source: String) throws -> Image {
        try Assembler.assemble(SourceFile(name: "guest", bytes: Array(source.utf8)), options: GuestFile.options())
    }

    private static let nano = Tool.root.path + "/Samples/nano/nano.s"

    private func nano(_ options: RunOptions) throws -> Session {
        var options = options
        let guest = try GuestFile(Self.nano)
        options.input = guest.expectations.input ?? []
        let session = try Session(try guest.image(for: options.engine), options)
        session.run()
        return session
    }

    // MARK: The same kernel

    @Test(arguments: ["x86", "classic"], ClockMode.allCases.sampledInDebug(1))
    func `nano's users see the same on bare metal and on the hypervisor`(isa: String, clock: ClockMode) throws {
        for host in testHosts.sampledInDebug(1) {
            var options = try options(clock: clock)
            options.model = try HostModels.load(host)
            try Settings.apply(["isa=\(isa)"], to: &options.model)
            let paravirtual = try nano(options)
            options.engine = "native"
            let native = try nano(options)
            #expect(paravirtual.stop == native.stop && native.stop == .powerOff(code: 0))
            #expect(paravirtual.consoleOutput == native.consoleOutput)
            #expect(paravirtual.diskContents == native.diskContents)
            expectConservation(paravirtual, "nano on \(host), \(isa), \(clock) clock")
        }
    }

    @Test func `it needs no root mode`() throws {
        var options = try options()
        options.model.rootMode = false
        #expect(try nano(options).stop == .powerOff(code: 0))
        #expect(EngineRegistry.entry("hvm")?.refusal(options.model) != nil)
        #expect(EngineRegistry.entry("pv")?.refusal(options.model) == nil)
    }

    /// Timer periods of all lengths, so that events come at every place of the kernel's ways in and out.
    @Test(arguments: ["x86", "classic"])
    func `an event may come anywhere on the way into nano's kernel and out of it`(isa: String) throws {
        let folder = URL(fileURLWithPath: Self.nano).deletingLastPathComponent()
        for quantum in isDebugBuild ? [1500] : Array(stride(from: 700, through: 3000, by: 23)) {
            var options = try options(clock: .guest, ["isa=\(isa)"])
            options.input = Array("hello nano\nlines wait\nbye\n".utf8)
            let source = SourceFile(name: "nano-pv.s", bytes: try Files.read(folder.path + "/nano-pv.s"))
            let image = try Assembler.assemble(source, options: GuestFile.options()) { name in
                guard let bytes = try? Files.read(folder.path + "/" + name) else { return .missing }
                guard name == "common.s" else { return .source(bytes) }
                let text = String(decoding: bytes, as: UTF8.self)
                return .source(Array(text.replacing("QUANTUM = 100000", with: "QUANTUM = \(quantum)").utf8))
            }
            let session = try Session(image, options)
            session.run()
            #expect(session.stop == .powerOff(code: 0), "quantum \(quantum)")
            let events = session.engineCounters["events"] ?? 0
            #expect(events > 300, "quantum \(quantum): \(events) events")
        }
    }

    @Test(arguments: ClockMode.allCases)
    func `how a run is cut into slices does not show`(clock: ClockMode) throws {
        let options = try options(clock: clock)
        let whole = try nano(options)
        var own = options
        let guest = try GuestFile(Self.nano)
        own.input = guest.expectations.input ?? []
        let sliced = try Session(try guest.image(for: "pv"), own)
        var random = SplitMix64(seed: 11)
        while sliced.stop == .budget { sliced.run(cycles: .random(in: 1...40_000, using: &random)) }
        #expect(RunReport(sliced, guest: "nano") == RunReport(whole, guest: "nano"))
        #expect(sliced.guestState == whole.guestState)
        #expect(sliced.engine.statistics == whole.engine.statistics)
    }

    @Test(arguments: ClockMode.allCases)
    func `a rerun from any point gives the same ledger and events`(clock: ClockMode) throws {
        var options = try options(clock: clock)
        let guest = try GuestFile(Self.nano)
        options.input = guest.expectations.input ?? []
        let session = try Session(try guest.image(for: "pv"), options)
        session.withHost { $0.events.mask = EventMask.all.subtracting(.instruction) }
        var random = SplitMix64(seed: 12)
        var starts: [(Session.Checkpoint, UInt64, [Event], Ledger)] = []
        while session.stop == .budget {
            let start = session.checkpoint()
            let cycles = UInt64.random(in: 1...1_000_000, using: &random)
            session.run(cycles: cycles)
            let (events, ledger) = session.withHost { ($0.events.drain(), $0.ledger) }
            starts.append((start, cycles, events, ledger))
        }
        for (start, cycles, events, ledger) in starts.shuffled(using: &random).prefix(8) {
            session.restore(start)
            session.run(cycles: cycles)
            let again = session.withHost { ($0.events.drain(), $0.ledger) }
            #expect(again.0 == events && again.1 == ledger)
        }
    }

    @Test func `the README says how many lines the port takes`() throws {
        let folder = Tool.root.path + "/Samples/nano"
        func lines(_ name: String) throws -> Int {
            String(decoding: try Files.read(folder + "/" + name), as: UTF8.self).split(separator: "\n")
                .filter { !$0.drop { $0 == " " }.hasPrefix(";") }.count
        }
        let shared =
            ["common.s", "kernel.s", "boot.s", "console.s", "disk.s", "frames.s", "memory.s", "process.s", "schedule.s"]
            + ["syscall.s", "trap.s"]
        let (kernel, bare, paravirtual) = (
            try shared.map(lines).reduce(0, +), try lines("platform-bare.s"), try lines("platform-pv.s")
        )
        let readme = String(decoding: try Files.read(Tool.root.path + "/README.md"), as: UTF8.self)
            .split { " \n".contains($0) }.joined(separator: " ")
        let sentence =
            "Of the kernel, \(UInt64(kernel).grouped) lines are shared; the platform takes \(bare) on bare metal, and "
            + "\(paravirtual) on a hypervisor"
        let isSaid = readme.contains(sentence)
        #expect(isSaid, "\(sentence)")
    }

    // MARK: What crosses into the hypervisor, and what does not

    /// A kernel with a page of ring 3, whose code is `program`, and whatever `handlers` are.
    private func kernel(_ program: String, gates: String = "", handlers: String = "") -> String {
        """
        _start:
            mov sp, stack
            mov r1, table
            hcall HCALL_SET_TRAP_TABLE
            mov r1, stack
            hcall HCALL_SET_KERNEL_STACK
            mov r1, user
            shr r2, r1, 10
            mov r3, PV_FRAME_OF_PAGE
            add r2, r3
            load r2, [r2]
            shl r2, 12
            or r2, PTE_PRESENT | PTE_USER
            mov r3, 1
            hcall HCALL_UPDATE_MAPPING
            mov r10, 0
            push r10
            mov r1, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT
            push r10
            push r1
            mov r1, user
            push r1
            iret
        \(handlers)
        .align 8
        table:
        .macro gate vector, handler, bits
        .org table + 8 * (\\vector)
            .word \\handler, \\bits | GATE_PRESENT | 1 << GATE_TARGET_SHIFT
        .endm
        \(gates)
        .org table + 8 * 256
            .space 64
        stack:
        .align PAGE_SIZE
        user:
        \(program)
        .align PAGE_SIZE
        """
    }

    @Test func `system calls go to ring 1 and back without the hypervisor`() throws {
        let source = kernel(
            """
                mov r5, 1000
            .next:
                int 0x80
                dec r5
                cmp r5, 0
                jne .next
                int 0x81
            """,
            gates: """
                gate 0x80, on_call, GATE_USER | GATE_KEEP_INTERRUPTS
                gate 0x81, on_end, GATE_USER
                """,
            handlers: """
                on_call:
                    add r6, 1
                    iret
                on_end:
                    mov r1, 5
                    hcall HCALL_SHUTDOWN
                """)
        let session = try Session(try assemble(source), try options())
        session.run()
        #expect(session.stop == .powerOff(code: 5))
        #expect(session.guestCPU.registers[6] == 1000)
        let statistics = try #require(session.engine.statistics)
        #expect(statistics[.hypercall].count == 4 && statistics[.softwareInterrupt].count == 1 && statistics.count == 5)
    }

    @Test func `512 mappings are one hypercall`() throws {
        let source = """
            TABLE = 0x100000
            _start:
                mov sp, 0x8000
                mov r4, TABLE                   ; no longer to be written by ring 1
                shr r5, r4, 10
                mov r3, PV_FRAME_OF_PAGE
                add r5, r3
                load r5, [r5]
                shl r5, 12                      ; its machine address
                mov r1, r4
                or r2, r5, PTE_PRESENT | 1 << PTE_RING_SHIFT
                mov r3, 1
                hcall HCALL_UPDATE_MAPPING
                shr r1, r5, 12
                mov r2, 1
                hcall HCALL_PIN
                mov r6, r0
                mov r7, list
                mov r8, 512
                mov r9, PV_FRAME_OF_PAGE
            .next:
                store [r7], r5
                load r1, [r9]
                shl r1, 12
                or r1, PTE_PRESENT | 1 << PTE_RING_SHIFT
                store [r7+4], r1
                add r5, 4
                add r7, 8
                add r9, 4
                dec r8
                cmp r8, 0
                jne .next
                mov r1, list
                mov r2, 512
                hcall HCALL_UPDATE_TABLES
                mov r7, r0
                mov r8, r1
                mov r1, 0
                hcall HCALL_SHUTDOWN
            list:
                .space 4096
            """
        let session = try Session(try assemble(source), try options())
        session.run()
        let registers = session.guestCPU.registers
        #expect(registers[6] == 0 && registers[7] == 0 && registers[8] == 512)
        #expect(session.engineCounters["hcall updateTables"] == 1)
        #expect(session.engineCounters["tableUpdates"] == 513)
        #expect(session.engine.statistics?[.hypercall].count == 4)
    }

    @Test func `many requests to the disk are one hypercall`() throws {
        let program = ConformanceTests.folder + "pv-disk-batch.s"
        let session = try Session(try GuestFile(program).image, try options())
        session.run()
        #expect(session.engineCounters["ringRequests"] == 32)
        #expect(session.engineCounters["hcall sendEvent"] == 1)
        #expect(session.engineCounters["ringNotifications"] == 1)
    }

    /// What needs ring 0 for nothing but its last instruction does the same in ring 1 up to that.
    @Test func `programs of the conformance suite that are innocuous do the same in ring 1`() throws {
        var same = 0
        for program in ConformanceTests.programs.sampledInDebug(4) {
            let guest = try GuestFile(ConformanceTests.folder + program)
            guard guest.expectations.engines.isEmpty, guest.expectations.stop == "halt" else { continue }
            let paravirtual = try Session(guest.image, try options(clock: .guest))
            paravirtual.run()
            guard case .crash(let crash) = paravirtual.stop,
                crash.word.flatMap({ Decoded(word: $0)?.instruction }) == .hlt, crash.hole == nil
            else { continue }
            let native = try Session(guest.image, try options("native", clock: .guest))
            native.run()
            // The stack begins elsewhere, unless the program sets it.
            let (one, other) = (native.guestCPU, paravirtual.guestCPU)
            let registers = (0..<15).filter { one.registers[$0] != other.registers[$0] }
            #expect(registers.isEmpty && native.retired == paravirtual.retired + 1, "\(program): \(registers)")
            same += 1
        }
        #expect(same >= (isDebugBuild ? 1 : 20), "\(same) programs")
    }

    @Test func `a double fault's gate may have a stack of its own`() throws {
        let source = """
            _start:
                mov r1, table
                hcall HCALL_SET_TRAP_TABLE
                mov r1, 0x8000
                hcall HCALL_SET_KERNEL_STACK
                mov sp, 0x40000000
                ud
            on_double:
                mov r1, 9
                hcall HCALL_SHUTDOWN
            .align 8
            table:
                .space 6 * 8
                .word on_double, GATE_PRESENT | 1 << GATE_TARGET_SHIFT
                .space 8
                .word on_double, GATE_PRESENT | GATE_FRESH_STACK | 1 << GATE_TARGET_SHIFT
                .space 247 * 8
            """
        let session = try Session(try assemble(source), try options())
        session.run()
        #expect(session.stop == .powerOff(code: 9))
    }

    @Test func `a long list of updates is broken off by an interrupt and goes on by itself`() throws {
        // Each update has a full page table checked anew, and another taken apart.
        let source = """
            ONE = 0x100000
            TWO = 0x101000
            DIRECTORY = 0x102000
            _start:
                mov sp, 0x9000
                mov r1, table
                hcall HCALL_SET_TRAP_TABLE
                mov r1, on_event
                hcall HCALL_SET_EVENT_CALLBACK
                mov r1, ONE
                call fill
                mov r1, TWO
                call fill
                mov r1, DIRECTORY
                call read_only
                mov r1, r5
                mov r2, 2
                hcall HCALL_PIN
                mov r10, r5
                mov r1, ONE
                call read_only
                mov r11, r5
                mov r1, TWO
                call read_only
                mov r4, list
                mov r7, 0
            .next:
                shl r2, r10, 12
                store [r4], r2
                shl r2, r11, 12
                or r2, PTE_PRESENT
                store [r4+4], r2
                mov r2, r11
                mov r11, r5
                mov r5, r2
                add r4, 8
                inc r7
                cmp r7, 200
                jb .next
                mov r1, PV_SHARED
                clr r2
                store [r1 + SHARED_EVENTS_MASKED], r2
                mov r1, 200000
                clr r2
                hcall HCALL_SET_TIMER
                mov r9, 0                       ; how many updates were done when the event came
                mov r1, list
                mov r2, 200
                hcall HCALL_UPDATE_TABLES
                mov r6, r0
                mov r7, r1
                mov r1, 1
                hcall HCALL_SHUTDOWN
            on_event:
                mov r9, 200
                sub r9, r2
                push r1
                push r2
                mov r1, PV_SHARED
                clr r2
                store [r1 + SHARED_EVENTS_PENDING], r2
                store [r1 + SHARED_EVENTS_MASKED], r2
                pop r2
                pop r1
                iret
            fill:                               ; the page r1 becomes 1024 entries that only read
                mov r2, PV_FRAME_OF_PAGE
                load r2, [r2 + 40]
                shl r2, 12
                or r2, PTE_PRESENT
                add r3, r1, PAGE_SIZE
            .entry:
                store [r1], r2
                add r1, 4
                cmp r1, r3
                jb .entry
                ret
            read_only:                          ; r5 = the frame of the page r1, which is no longer to be written
                shr r5, r1, 10
                mov r3, PV_FRAME_OF_PAGE
                add r5, r3
                load r5, [r5]
                shl r2, r5, 12
                or r2, PTE_PRESENT | 1 << PTE_RING_SHIFT
                mov r3, 1
                hcall HCALL_UPDATE_MAPPING
                ret
            .align 8
            table:
                .space 2048
            list:
                .space 1600
            """
        let session = try Session(try assemble(source), try options())
        session.run()
        let registers = session.guestCPU.registers
        #expect(session.stop == .powerOff(code: 1))
        #expect(registers[6] == 0 && registers[7] == 200, "\(registers[6]) \(registers[7])")
        #expect(1..<200 ~= registers[9], "the event came after \(registers[9]) updates")
    }

    @Test func `an image may not lie where the first page tables will`() throws {
        let image = try assemble("_start: ud\n.org 0xfff000\n.word 1\n")
        #expect(throws: UserError.self) { try Session(image, try options()) }
    }

    @Test func `a port lies beside its source`() throws {
        let folder = try Scratch()
        let source = folder.url.appendingPathComponent("guest.s").path
        for port in ["/etc/passwd", "../guest.s", "../../../../../../etc/passwd", "missing.s"] {
            try Files.write(Array("; given port: \(port)\n; expect exit: 0\n_start: ud\n".utf8), to: source)
            let guest = try GuestFile(source)
            #expect(throws: UserError.self, "\(port)") { try guest.image(for: "pv") }
            #expect(try guest.image(for: "bt") == guest.image)
        }
    }

    @Test(arguments: [["native", "pv"], ["pv", "native"], ["pv"]])
    func `compare takes a port for what it is, wherever it stands`(engines: [String]) throws {
        let comparison = try Comparison(try GuestFile(Self.nano), file: "nano.s", engines: engines, options: try options())
        #expect(comparison.equal, "\(comparison.text)")
    }

    @Test func `compare leaves out what the guest does not expect, and says so`() throws {
        let guest = try GuestFile(ConformanceTests.folder + "pv-disk-batch.s")
        let comparison = try Comparison(guest, file: "pv-disk-batch.s", engines: nil, options: try options())
        #expect(comparison.engines.filter(\.ran).map(\.engine) == ["pv"])
        let native = try #require(comparison.engines.first { $0.engine == "native" })
        #expect(native.reason == "the guest expects pv")
    }

    // MARK: Kernels of the other kind

    @Test(arguments: SampleTests.samples)
    func `an unmodified kernel is told of the first instruction that it would need ring 0 for`(sample: String) throws {
        let guest = try GuestFile(Tool.root.path + "/Samples/" + sample)
        let session = try Session(guest.image, try options())
        session.run()
        let report = RunReport(session, guest: sample)
        #expect(report.stop == "crash" && report.exitStatus == 125, "\(sample): \(report.stop)")
        let text = report.report.joined(separator: "\n")
        #expect(["needs ring 0", "direct paging", "I/O rings"].contains { text.contains($0) }, "\(sample): \(text)")
        #expect(text.contains("An unmodified kernel needs another engine"), "\(sample): \(text)")
        #expect(text.contains("The instruction is at "), "\(sample): \(text)")
        // It is the first: before that, nothing came to the hypervisor.
        let statistics = try #require(session.engine.statistics)
        #expect(statistics.count - statistics[.externalInterrupt].count == 1, "\(sample)")
        expectConservation(session, sample)
    }

    @Test func `what misled a kernel before it was stopped is told, too`() throws {
        let session = try Session(try assemble("_start: smsw r1\n rdring r2\n cli\n"), try options())
        session.run()
        let text = RunReport(session, guest: "guest").report.joined(separator: "\n")
        #expect(text.contains("cli needs ring 0") && text.contains("Before that, smsw r1 at 0x1000 did not trap"), "\(text)")
    }

    @Test(arguments: ["native", "trap", "bt", "hvm"])
    func `a paravirtual kernel without a hypervisor is told so`(engine: String) throws {
        let guest = try GuestFile(Tool.root.path + "/Samples/nano/nano-pv.s")
        let session = try Session(guest.image, try options(engine, ["isa=classic"]))
        session.run()
        let report = RunReport(session, guest: "nano-pv.s")
        #expect(report.stop == "triple-fault")
        #expect(report.report.contains { $0.contains("written for the engine pv") }, "\(report.report)")
    }
}
