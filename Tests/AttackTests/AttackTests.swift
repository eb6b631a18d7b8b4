import Assembler
import Devices
import Engines
import Foundation
import ISA
import Machine
import Playground
import Testing

@testable import VMM

/// Guests that reach for what is not theirs, under every engine that has a monitor to protect.
@Suite struct AttackTests {
    static let folder = Tool.root.path + "/Tests/AttackTests/Programs/"

    static let programs: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".s") }.sorted()
    }()

    static let classic: HostModel = {
        guard let model = try? model("classroom", ["isa=classic"]) else { preconditionFailure("no classroom") }
        return model
    }()

    static func model(_ name: String, _ settings: [String] = []) throws -> HostModel {
        var model = try HostModels.load(name)
        try Settings.apply(settings, to: &model)
        return model
    }

    /// The engines with a monitor that claim to be right on a classic host.
    static let monitors = EngineRegistry.unmodified.filter {
        $0.monitorMemory > 0 && $0.refusal(classic) == nil && $0.caveat(classic) == nil
    }.map(\.id)

    private func options(_ engine: String, _ model: HostModel, maxCycles: UInt64) -> RunOptions {
        var options = RunOptions(model: model)
        (options.engine, options.clock, options.maxCycles) = (engine, .guest, maxCycles)
        return options
    }

    @Test func `there are attacks, and each says what it tries`() throws {
        #expect(Self.programs.count >= 26 && !Self.monitors.isEmpty)
        for program in Self.programs {
            let text = String(decoding: try Files.read(Self.folder + program), as: UTF8.self)
            #expect(text.hasPrefix("; attacks: "), "\(program)")
        }
    }

    @Test(arguments: programs.sampledInDebug(10))
    func `on bare metal an attack comes to what it says`(program: String) throws {
        let guest = try GuestFile(Self.folder + program)
        let session = try Session(guest.image, options("native", Self.classic, maxCycles: limit(guest)))
        session.run()
        expect(guest, program, of: session)
        #expect(session.withHost { $0.ledger.balances })
    }

    @Test(arguments: programs.sampledInDebug(20), monitors)
    func `an attack does not reach the monitor`(program: String, engine: String) throws {
        let guest = try GuestFile(Self.folder + program)
        let session = try Session(guest.image, options(engine, Self.classic, maxCycles: limit(guest)))
        try MonitorGuard(session).run(program)
        expect(guest, program, of: session)
    }

    @Test(arguments: programs.sampledInDebug(20), monitors)
    func `an attack sees what it would see on bare metal`(program: String, engine: String) throws {
        let guest = try GuestFile(Self.folder + program)
        try expectSame(guest.image, engine, maxTicks: endless(guest) ? 20_000 : 200_000, program)
    }

    /// Where the holes are open the guest is misled, but no less a guest.
    @Test(arguments: programs.sampledInDebug(20), ["classroom", "prescott-2005"])
    func `an attack does not reach the monitor of an x86-like host either`(program: String, host: String) throws {
        let model = try Self.model(host)
        let guest = try GuestFile(Self.folder + program)
        for entry in EngineRegistry.unmodified where entry.monitorMemory > 0 && entry.refusal(model) == nil {
            let session = try Session(guest.image, options(entry.id, model, maxCycles: 3_000_000))
            try MonitorGuard(session).run("\(program) under \(entry.id) on \(host)")
        }
    }

    /// A guest that never ends is given less. (One that polls a disk takes long where each look at it is an exit.)
    private func limit(_ guest: GuestFile) -> UInt64 { endless(guest) ? 5_000_000 : 1_000_000_000 }

    private func endless(_ guest: GuestFile) -> Bool { guest.expectations.stop == "limit" || !guest.expectations.isSample }

    private func expect(_ guest: GuestFile, _ program: String, of session: Session) {
        guard guest.expectations.isSample else { return }
        #expect(guest.expectations.differences(RunReport(session, guest: program), in: session) == [], "\(program)")
    }

    private func expectSame(_ image: Image, _ engine: String, maxTicks: UInt64, _ name: String) throws {
        var lockstep = Lockstep(
            image, options("native", Self.classic, maxCycles: .max), options(engine, Self.classic, maxCycles: .max))
        lockstep.maxTicks = maxTicks
        if case .diverged(let found) = try lockstep.run() {
            Issue.record("\(name): \(found.lines.joined(separator: "\n"))")
        }
    }

    // MARK: Any bytes

    /// How words are chosen, and where they are executed.
    struct Setting: CustomStringConvertible, Sendable {
        let ring: Int
        let paging: Bool
        /// Known opcodes with random operands, rather than random words.
        let plausible: Bool
        var description: String { "ring \(ring), paging \(paging ? "on" : "off"), \(plausible ? "opcodes" : "words")" }
    }

    static let settings = [0, 3].flatMap { ring in
        [false, true].flatMap { paging in
            [false, true].map { Setting(ring: ring, paging: paging, plausible: $0) }
        }
    }

    @Test(arguments: settings.sampledInDebug(2), monitors)
    func `a guest of any bytes is the guest that it is on bare metal`(setting: Setting, engine: String) throws {
        for seed in 0..<RandomWords.pieces {
            let image = try RandomWords(setting, seed: seed).image()
            let name = "\(setting), seed \(seed)"
            try MonitorGuard(try Session(image, options(engine, Self.classic, maxCycles: 20_000_000))).run(name)
            // Ring 0 may change a page table and not flush, which leaves open what it sees.
            if setting.ring == 3 || !setting.paging { try expectSame(image, engine, maxTicks: 100_000, name) }
        }
    }
}

/// Watches over what a monitor has for itself while its guest runs.
private struct MonitorGuard {
    /// Which tables of the monitor's the guest is translated by.
    private enum Tables {
        /// Shadows, with the monitor in the strip of the same address spaces.
        case compressed
        /// Shadows that are the guest's alone.
        case shadow
        case nested
    }

    private let session: Session
    private let tables: Tables
    /// The strip's page table and the trap table: the first two frames.
    private static let tables = 2 * Int(Architecture.pageSize)
    private let before: [UInt8]
    /// What of the VMCS nothing changes once the guest runs.
    private let fieldsBefore: [UInt32]
    private let monitorMemory: Int

    init(_ session: Session) throws {
        self.session = session
        tables =
            switch session.options.engine {
            case "hvm-shadow": .shadow
            case "hvm-nested": .nested
            default: .compressed
            }
        let isHardware = tables != .compressed
        (before, fieldsBefore) = session.withHost {
            ($0.memory.read(at: 0, count: Self.tables), isHardware ? Self.fixedFields($0) : [])
        }
        monitorMemory = try #require(EngineRegistry.entry(session.options.engine)).monitorMemory
    }

    private static func fixedFields(_ host: borrowing Machine.Host) -> [UInt32] {
        let hosts = VMCSField.allCases.filter { $0.group == .host }
        return (hosts + [.exceptionBitmap, .cr0Mask, .nestedTable, .vpid]).map { host.peek($0) }
    }

    /// Runs to the end or to the limit, and looks now and then.
    func run(_ name: String) throws {
        while session.stop == .budget, session.withHost({ $0.ledger.clock }) < session.options.maxCycles {
            session.run(cycles: session.options.maxCycles / 8)
            look(name)
        }
        // One page of a translator's is open or closed to translations, as interrupts wait or not.
        let (now, guarded) = (session.withHost { $0.memory.read(at: 0, count: Self.tables) }, 8 * 4)
        let same = now.indices.allSatisfy { now[$0] == before[$0] || $0 == guarded && (now[$0] ^ before[$0]) == 2 }
        #expect(same, "\(name): the monitor's tables")
        try exitsAddUp(name)
        try mapIsTheGuests(name)
    }

    private func look(_ name: String) {
        session.withHost { host in
            #expect(host.ledger.balances, "\(name): the ledger")
            if tables == .compressed {
                #expect(host.cpu.ring == 0 || host.cpu.interruptsEnabled, "\(name): the guest runs with the host's interrupts off")
                #expect(host.cpu[.cr0] & CR0.paging != 0, "\(name): the host's paging")
                let strip = host.memory.readWord(at: host.cpu[.cr3] + (Architecture.stripBase >> 22) * 4)
                #expect(strip == MonitorMemory.stripEntry, "\(name): the strip is not the monitor's")
            } else {
                lookAtRootMode(host, name)
            }
        }
        #expect(strangers() == [], "\(name): pages that are not the guest's are mapped for it")
    }

    private func lookAtRootMode(_ host: borrowing Machine.Host, _ name: String) {
        #expect(Self.fixedFields(host) == fieldsBefore, "\(name): the VMCS")
        let needed = VMCSControls.externalInterruptExiting | VMCSControls.hltExiting | VMCSControls.ioExiting
        #expect(host.peek(.controls) & needed == needed, "\(name): what exits")
        guard host.isInNonRootMode else {
            #expect(host.cpu[.cr3] == MonitorMemory.rootDirectory << 12, "\(name): root mode's own tables")
            return
        }
        if tables == .shadow {
            #expect(host.cpu[.cr0] & CR0.paging != 0, "\(name): the guest is not translated")
            #expect(host.cpu[.cr3] == host.peek(.guestCR3), "\(name): the guest has chosen its shadows")
        }
    }

    /// Entries of the tables in use that lead the guest where it has no business, or let it write what is traced.
    private func strangers() -> [String] {
        session.withHost { host in
            let isNested = tables == .nested
            let root =
                switch tables {
                case .compressed: host.cpu[.cr3]
                case .shadow: host.peek(.guestCR3)
                case .nested: host.peek(.nestedTable)
                }
            let (present, writable) = isNested ? (NestedPTE.readable, NestedPTE.writable) : (PTE.present, PTE.writable)
            var found: [String] = []
            let words = Int(Architecture.pageSize) / 4
            // With ring compression the strip is the monitor's, by the last entry.
            for slot in 0..<(tables == .compressed ? Int(Architecture.stripBase >> 22) : words) {
                let directory = host.memory.readWord(at: root + UInt32(slot) * 4)
                guard directory & present != 0 else { continue }
                for index in 0..<words {
                    let entry = host.memory.readWord(at: directory & PTE.frame + UInt32(index) * 4)
                    guard entry & present != 0 else { continue }
                    let frame = Int(entry >> 12)
                    let isGuests = frame << 12 >= monitorMemory && frame < host.memory.frameCount
                    if !isGuests || entry & writable != 0 && host.isTraced(frame: frame) {
                        found.append("\(slot).\(index): \(Decoded.hexadecimal(entry))")
                    }
                }
            }
            return found
        }
    }

    private func exitsAddUp(_ name: String) throws {
        let statistics = try #require(session.engine.statistics)
        let entries = session.withHost { $0.counters.monitorEntries + $0.counters.vmExits }
        #expect(statistics.count + (statistics.isInExit ? 1 : 0) == entries, "\(name): exits and their reasons")
    }

    private func mapIsTheGuests(_ name: String) throws {
        let map = try #require(session.withHost { session.engine.guestMap($0) })
        let places = stride(from: 0, to: map.size, by: 4096).compactMap { map.offset(of: UInt32($0)) }
        #expect(map.size == session.options.ramSize && Set(places).count == map.size / 4096, "\(name): the guest's map")
        #expect(places.allSatisfy { $0 >= monitorMemory }, "\(name): the guest's map")
    }
}

/// A guest that executes random words: each is begun once, and gone on from until something traps.
private struct RandomWords {
    private let setting: AttackTests.Setting
    private var random: SplitMix64

    /// Eight settings, so many guests each, so many words a guest: more than twenty thousand.
    static let pieces: UInt64 = isDebugBuild ? 1 : 2
    private static let count = 1280

    init(_ setting: AttackTests.Setting, seed: UInt64) {
        self.setting = setting
        random = SplitMix64(seed: seed << 8 | UInt64(setting.ring) << 2 | (setting.paging ? 2 : 0) | (setting.plausible ? 1 : 0))
    }

    mutating func words() -> [UInt32] {
        (0..<Self.count).map { _ in
            let bits = UInt32(truncatingIfNeeded: random.next())
            guard setting.plausible, let instruction = Instruction.allCases.randomElement(using: &random) else { return bits }
            let operands = [0, 0xff_0000, 0xff_f000, 0xf0_ffff, 0xff_ffff].randomElement(using: &random)! as UInt32
            return UInt32(instruction.rawValue) << 24 | bits & operands
        }
    }

    func image() throws -> Image {
        var generator = self
        let lines = generator.words().map { "    .word \($0)" }
        let library = try ["traps.s", "paging.s"].map {
            String(decoding: try Files.read(AttackTests.folder + "lib/" + $0), as: UTF8.self)
        }
        let text = ([library[0], library[1], frame] + lines).joined(separator: "\n")
        return try Assembler.assemble(SourceFile(name: "words.s", bytes: Array(text.utf8)), options: GuestFile.options())
    }

    /// Starts one word after the other, with every register pointing to the data or small, and a timer against endless loops.
    private var frame: String {
        """
        DATA = 0x60000
        _start:
            traps
            tables
            gate 0x80, on_81, GATE_PRESENT | GATE_USER
            mov r1, trap_table
            mov r2, trap_table + 8 * 256
        fresh:
            load r3, [r1 + 4]
            test r3, GATE_PRESENT
            jz .absent
            or r3, r3, GATE_FRESH_STACK
            store [r1 + 4], r3
        .absent:
            add r1, 8
            cmp r1, r2
            jb fresh
            mov r0, 0xfff0
            out PIC_MASK, r0
            mov r0, 500
            out TIMER_PERIOD, r0
            mov r0, 3
            out TIMER_CONTROL, r0
        \(setting.paging ? "    paging" : "")
        caught:
        site:
            mov r0, 1
            out TIMER_STATUS, r0
            out PIC_EOI, r0
            mov r1, begun
            load r2, [r1]
            cmp r2, \(Self.count)
            jae all_begun
            inc r2
            store [r1], r2
            shl r2, 2
            mov r1, words - 4
            add r2, r2, r1
            mov sp, boot_stack
            mov r0, DATA
            clr r1
            push r1
            push r0
            mov r1, FLAG_INTERRUPT | \(setting.ring) << FLAG_RING_SHIFT
            push r1
            push r2
            mov r1, DATA + 4
            mov r2, DATA + 0x1000
            mov r3, 3
            mov r4, DATA + 8
            mov r5, -1
            mov r6, STRIP_BASE
            mov r7, words
            mov r8, 0x1000000
            iret
        all_begun:
            cli
            hlt
        begun:
            .word 0
        words:
        """
    }
}
