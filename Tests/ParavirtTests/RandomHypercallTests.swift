import Assembler
import Devices
import ISA
import Machine
import Playground
import Testing
import VMM

@testable import Engines

/// Random hypercalls, valid and not, with what a guest may do in between. Afterwards an account that is kept here, from nothing but
/// the tables in memory, must find what the hypervisor's says, and nothing of others' within the guest's reach.
@Suite struct RandomHypercallTests {
    static let sequences = isDebugBuild ? 200 : 20_000

    @Test func `no sequence of hypercalls lets a guest reach what it does not own, or write a page table`() throws {
        let model = try HostModels.load("classroom")
        var random = SplitMix64(seed: 61)
        var domain = Domain(model)
        var done: Set<Hypercall> = []
        var requests = 0
        for sequence in 0..<Self.sequences {
            if sequence % 40 == 0 || domain.hypervisor.stop != nil {
                done.formUnion(domain.done)
                requests += domain.requests
                domain = Domain(model)
            }
            for _ in 0..<Int.random(in: 1...12, using: &random) { domain.act(&random) }
            if let violation = domain.violation {
                Issue.record("sequence \(sequence): \(violation)")
                return
            }
        }
        // Nothing is shown by calls that are all refused.
        if !isDebugBuild { #expect(done == Set(Hypercall.allCases) && requests > 100, "\(requests) requests") }
    }

    /// The same by a guest's own instructions: whatever it does, the run ends in one of the ways known, and the books balance.
    @Test func `a guest that calls at random neither stops the simulator nor unbalances the ledger`() throws {
        var options = RunOptions(model: try HostModels.load("classroom"))
        (options.engine, options.maxCycles) = ("pv", 3_000_000)
        var random = SplitMix64(seed: 62)
        var (calls, refused, callbacks): (UInt64, UInt64, UInt64) = (0, 0, 0)
        let programs = isDebugBuild ? 10 : 400
        for number in 0..<programs {
            options.clock = number % 2 == 0 ? .cycles : .guest
            let session = try Session(RandomCaller.image(&random), options)
            session.run()
            expectConservation(session, "program \(number)")
            calls += session.engine.statistics?[.hypercall].count ?? 0
            refused += session.engineCounters["refusedCalls"] ?? 0
            callbacks += session.engineCounters["callbacks"] ?? 0
        }
        // As a rule a program makes all its calls, whatever became of the one before.
        #expect(calls > UInt64(programs) * 35 && calls > refused, "\(calls) calls, \(refused) refused")
        #expect(callbacks > 0)
    }
}

/// A small machine with a hypervisor and a guest of 64 pages that never runs: the test makes its calls.
private struct Domain: ~Copyable {
    /// The calls that were not refused.
    var done: Set<Hypercall> = []
    /// Requests that came to the host's disk.
    var requests = 0

    private static let pages = 64
    private var host: Host
    var hypervisor: Hypervisor

    init(_ model: HostModel) {
        host = Host(
            model: model, ramSize: Self.pages << 12 + MonitorMemory.size, bus: StandardBoard.bus(for: model, disk: nil))
        hypervisor = Hypervisor(&host, entry: 0x1000, map: MonitorMemory.map(guestSize: Self.pages << 12))
    }

    // MARK: What a guest may do

    mutating func act(_ random: inout SplitMix64) {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: touch(&random)
        case 1: _ = Bool.random(using: &random) ? request(&random) : write(word(&random), at: address(&random))
        case 2: _ = grant(&random)
        case 3: changeUse(&random)
        default: call(&random)
        }
        if let entry = host.interruptIsDue ? host.takeInterrupt() : nil { hypervisor.handle(entry, on: &host) }
    }

    private mutating func call(_ random: inout SplitMix64) {
        let call = Hypercall.allCases.randomElement(using: &random)!
        let number = Int.random(in: 0..<50, using: &random) == 0 ? UInt16.random(in: 0...UInt16.max, using: &random) : call.rawValue
        var registers = hypervisor.monitor.machine.cpu.registers
        for index in 1...3 { registers[index] = word(&random) }
        switch Hypercall(rawValue: number) {
        case .updateTables:
            (registers[1], registers[2]) = (list(&random), UInt32.random(in: 0...6, using: &random))
        case .updateMapping:
            let value = Bool.random(using: &random) ? entry(&random) : 0
            (registers[1], registers[2], registers[3]) = (address(&random), value, UInt32.random(in: 0...1, using: &random))
        case .iret:
            registers[15] = address(&random) & ~0xf
            _ = host.writeGuest(
                [word(&random), UInt32.random(in: 0...3, using: &random) << 12, 0x8000, 0], below: registers[15] &+ 16, ring: 1)
        case .pin: (registers[1], registers[2]) = (frame(&random), UInt32.random(in: 0...3, using: &random))
        case .unpin, .setTableBase: registers[1] = frame(&random)
        case .releaseFrame, .claimFrame: registers[1] = UInt32.random(in: 0...66, using: &random)
        case .setTrapTable, .consoleWrite:
            (registers[1], registers[2]) = (address(&random), UInt32.random(in: 0...200, using: &random))
        case .connectRing, .disconnectRing, .sendEvent:
            (registers[1], registers[2]) = (UInt32.random(in: 0...3, using: &random), UInt32.random(in: 0...8, using: &random))
        case .revokeGrant: registers[1] = UInt32.random(in: 0...8, using: &random)
        case .setTimer: (registers[1], registers[2]) = (UInt32.random(in: 0...100_000, using: &random), 0)
        // It would end the domain each time.
        case .shutdown where Int.random(in: 0..<20, using: &random) > 0: return
        default: break
        }
        hypervisor.monitor.machine.cpu.registers = registers
        hypervisor.hypercall(number, on: &host)
        let refused = hypervisor.monitor.machine.cpu.registers[0] > UInt32(Int32.max)
        if !refused, let call = Hypercall(rawValue: number) { done.insert(call) }
    }

    /// A load or store by a program, as the processor would make it.
    private mutating func touch(_ random: inout SplitMix64) {
        let ring: UInt8 = Bool.random(using: &random) ? 1 : 3
        if Bool.random(using: &random) {
            _ = host.readGuest(address(&random) & ~3, ring: ring)
        } else {
            _ = write(word(&random), at: address(&random), ring: ring)
        }
    }

    /// A store that reaches a page table is the failure that all this is about; the next look at the books finds it.
    private mutating func write(_ value: UInt32, at address: UInt32, ring: UInt8 = 1) -> Bool {
        let top = (address & ~0xf) &+ 16
        return host.writeGuest([value, value, value, value], below: top, ring: ring)
    }

    /// Puts a request into the disk's ring, if there is one that the guest can write, and tells the disk.
    private mutating func request(_ random: inout SplitMix64) -> Bool {
        guard let ring = hypervisor.disk.ring else { return false }
        let page = host.monitorWord(MonitorMemory.pageOfFrame << 12 + ring.frame * 4) << 12
        guard let produced = host.readGuest(page, ring: 1) else { return false }
        let slot = page + RequestRing.slots.rawValue + produced % RequestRing.slotCount * RequestRing.slotSize
        let grant = UInt32.random(in: 0...8, using: &random)
        let operation = UInt32.random(in: 1...2, using: &random)
        let offset = UInt32.random(in: 0...3, using: &random) * 512
        let sector = UInt32.random(in: 0...520, using: &random)
        let written =
            host.writeGuest([produced, operation, sector, grant], below: slot + 16, ring: 1)
            && host.writeGuest([offset, UInt32.random(in: 1...5, using: &random), 0, 0], below: slot + 32, ring: 1)
            && host.writeGuest([produced &+ 1, 0, 0, 1], below: page + 16, ring: 1)
        guard written else { return false }
        hypervisor.monitor.machine.cpu.registers[1] = EventChannel.disk.rawValue
        hypervisor.hypercall(Hypercall.sendEvent.rawValue, on: &host)
        if hypervisor.disk.underWay != nil { requests += 1 }
        return true
    }

    private mutating func grant(_ random: inout SplitMix64) -> Bool {
        let number = UInt32.random(in: 0...8, using: &random)
        let place = ParavirtualInterface.grants + number * 8 & ~15
        let bits = UInt32.random(in: 0...7, using: &random)
        return host.writeGuest([bits, frame(&random), 1, frame(&random)], below: place + 16, ring: 1)
    }

    /// Uses a page, takes its mapping away without a flush, and has its frame become something else: what a stale entry of the
    /// TLB would outlive.
    private mutating func changeUse(_ random: inout SplitMix64) {
        let page = UInt32.random(in: 0..<UInt32(Self.pages), using: &random)
        let frame = host.monitorWord(MonitorMemory.frameOfPage << 12 + page * 4)
        guard frame != ParavirtualInterface.none, write(0, at: page << 12 + 0x100) else { return }
        let becomesTable = Bool.random(using: &random)
        make(.updateMapping, page << 12, becomesTable ? frame << 12 | PTE.present | 1 << PTE.ringShift : 0, 0)
        if becomesTable { make(.pin, frame, 1, 0) } else { make(.releaseFrame, page, 0, 0) }
    }

    private mutating func make(_ call: Hypercall, _ r1: UInt32, _ r2: UInt32, _ r3: UInt32) {
        hypervisor.monitor.machine.cpu.registers[1] = r1
        hypervisor.monitor.machine.cpu.registers[2] = r2
        hypervisor.monitor.machine.cpu.registers[3] = r3
        hypervisor.hypercall(call.rawValue, on: &host)
    }

    // MARK: What it may say

    private func frame(_ random: inout SplitMix64) -> UInt32 {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: UInt32.random(in: 0..<UInt32(MonitorMemory.frameCount), using: &random)
        case 1: UInt32.random(in: 0...UInt32.max, using: &random)
        // The tables at the start.
        case 2...4: MonitorMemory.frameCount + UInt32.random(in: 0..<2, using: &random)
        default: MonitorMemory.frameCount + UInt32.random(in: 0..<UInt32(Self.pages), using: &random)
        }
    }

    private func entry(_ random: inout SplitMix64) -> UInt32 {
        var bits: UInt32 = [0, 0x9, 0xd, 0x5, 0x5 | 2, 0xd | 2, 0xd | 2, 0x6f].randomElement(using: &random)!
        if Int.random(in: 0..<20, using: &random) == 0 { bits = UInt32.random(in: 0...0xfff, using: &random) }
        return frame(&random) << 12 | bits
    }

    private func address(_ random: inout SplitMix64) -> UInt32 {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: Architecture.stripBase + UInt32.random(in: 0..<0x40_0000, using: &random)
        case 1: ParavirtualInterface.windowBase + UInt32.random(in: 0..<0x5000, using: &random)
        case 2: UInt32.random(in: 0...UInt32.max, using: &random)
        case 3: 0x40_0000 + UInt32.random(in: 0..<0x4000, using: &random)
        default: UInt32.random(in: 0..<UInt32(Self.pages << 12), using: &random)
        }
    }

    private func word(_ random: inout SplitMix64) -> UInt32 {
        Bool.random(using: &random) ? UInt32.random(in: 0...UInt32.max, using: &random) : entry(&random)
    }

    /// A list of updates in the guest's memory; or somewhere else.
    private mutating func list(_ random: inout SplitMix64) -> UInt32 {
        let place = address(&random) & ~0xf
        for number in UInt32(0)..<3 {
            func slot(_ random: inout SplitMix64) -> UInt32 {
                let slot = Int.random(in: 0..<8, using: &random) == 0 ? UInt32.random(in: 1020...1023, using: &random) : nil
                return frame(&random) << 12 | (slot ?? UInt32.random(in: 0..<1024, using: &random)) * 4
            }
            _ = host.writeGuest(
                [slot(&random), entry(&random), slot(&random), entry(&random)], below: place &+ number * 16 &+ 16, ring: 1)
        }
        return place
    }

    // MARK: The books

    private struct Account: Equatable {
        var references: UInt32 = 0
        var uses: UInt32 = 0
    }

    /// What is wrong; `nil` if nothing is.
    var violation: String? {
        mutating get {
            let frames = hypervisor.paging.frames
            var accounts = [Account](repeating: Account(), count: frames.count)
            var problem: String?
            func isTable(_ frame: Int) -> Bool { frames[frame].use == .table || frames[frame].use == .directory }
            func count(_ frame: UInt32, _ use: DirectPaging.Use?, _ what: String) {
                guard frame < frames.count, frames[Int(frame)].owner == .guest else {
                    problem = problem ?? "\(what) leads to frame \(frame), which is not the guest's"
                    return
                }
                accounts[Int(frame)].references += 1
                guard let use else { return }
                accounts[Int(frame)].uses += 1
                if frames[Int(frame)].use != use { problem = problem ?? "\(what) uses frame \(frame) as \(use)" }
            }
            for frame in frames.indices where isTable(frame) {
                let isDirectory = frames[frame].use == .directory
                for slot in 0..<1024 {
                    let entry = host.monitorWord(UInt32(frame << 12 + slot * 4))
                    if isDirectory, slot >= 1022 {
                        let own = slot == 1022 ? MonitorMemory.windowEntry : MonitorMemory.stripEntry
                        // The processor may have marked it.
                        if entry | PTE.accessed != own { problem = problem ?? "slot \(slot) of directory \(frame) is \(entry)" }
                    } else if entry & PTE.present != 0 {
                        if entry & PTE.reserved != 0 { problem = problem ?? "entry \(slot) of \(frame) has reserved bits" }
                        let use: DirectPaging.Use? = isDirectory ? .table : entry & PTE.writable != 0 ? .writable : nil
                        count(entry >> 12, use, "entry \(slot) of \(frame)")
                    }
                }
                if frames[frame].isPinned { count(UInt32(frame), frames[frame].use, "a pin") }
            }
            count(hypervisor.paging.tableBase, .directory, "the table base")
            if let ring = hypervisor.disk.ring { count(ring.frame, .writable, "the ring") }
            if let request = hypervisor.disk.underWay { count(request.frame, request.writesMemory ? .writable : nil, "the disk") }
            for frame in frames.indices {
                let account = Account(references: frames[frame].references, uses: frames[frame].uses)
                if account != accounts[frame] {
                    problem = problem ?? "frame \(frame): \(account) in the books, \(accounts[frame]) found"
                }
            }
            for entry in host.tlb.contents {
                let frame = Int(entry.frame)
                let isWindow = entry.page << 12 >= ParavirtualInterface.windowBase
                if !isWindow, frame >= frames.count || frames[frame].owner != .guest {
                    problem = problem ?? "the TLB reaches frame \(frame)"
                } else if !isWindow, entry.writable, isTable(frame) {
                    problem = problem ?? "the TLB writes to the table \(frame)"
                }
            }
            if host.cpu[.cr3] >> 12 != hypervisor.paging.tableBase { problem = problem ?? "cr3" }
            if !host.ledger.balances { problem = problem ?? "the ledger" }
            return problem
        }
    }
}

/// Kernels that are made of hypercalls, with traps and events that lead on to the next instruction.
private enum RandomCaller {
    private static let boot = """
        _start:
            mov sp, stack
            mov r1, table
            hcall HCALL_SET_TRAP_TABLE
            mov r1, kernel_stack
            hcall HCALL_SET_KERNEL_STACK
            mov r1, on_event
            hcall HCALL_SET_EVENT_CALLBACK
            mov r1, PV_SHARED
            clr r2
            store [r1 + SHARED_EVENTS_MASKED], r2
            mov r1, 20000
            hcall HCALL_SET_TIMER

        """
    private static let end = """
            mov r1, 0
            hcall HCALL_SHUTDOWN
        on_trap:                                ; past what has trapped
            push r0
            load r0, [sp + 4]
            add r0, 4
            store [sp + 4], r0
            pop r0
            iret
        on_return:
            iret
        on_event:
            push r0
            push r1
            mov r0, PV_SHARED
            clr r1
            store [r0 + SHARED_EVENTS_PENDING], r1
            store [r0 + SHARED_PENDING], r1
            store [r0 + SHARED_EVENTS_MASKED], r1
            pop r1
            pop r0
            iret
        .align PAGE_SIZE
        page:
            .space PAGE_SIZE
        free:
            .space 2 * PAGE_SIZE
            .space 2048
        stack:
            .space 2048
        kernel_stack:
        .align PAGE_SIZE
        table:

        """

    /// What would end the program, or its way back from traps, is rare.
    private static let rare: Set<Hypercall> = [
        .shutdown, .block, .setTrapTable, .setEventCallback, .setKernelStack, .iret, .setTableBase,
    ]

    static func image(_ random: inout SplitMix64) throws -> Image {
        var source = boot
        for _ in 0..<60 {
            for register in 1...3 { source += "    mov r\(register), \(value(&random))\n" }
            let number = UInt16.random(in: 0...UInt16(Hypercall.allCases.count), using: &random)
            let isRare = Hypercall(rawValue: number).map(rare.contains) ?? false
            if isRare, !oneIn(12, &random) { continue }
            if oneIn(4, &random) { source += "    mov r4, free\n    store [r4], r2\n" }
            source += "    hcall \(number)\n"
            if oneIn(4, &random) { source += "    int 0x\(Int.random(in: 81...84, using: &random))\n" }
            if oneIn(4, &random) { source += "    store [r1 + \(4 * Int.random(in: 0..<40, using: &random))], r0\n" }
        }
        source += end
        // The frame of an int leads on already.
        for vector in 0..<256 {
            source += vector < 32 ? "    .word on_trap, GATE_PRESENT" : "    .word on_return, GATE_PRESENT | GATE_USER"
            source += " | 1 << GATE_TARGET_SHIFT\n"
        }
        return try Assembler.assemble(SourceFile(name: "random", bytes: Array(source.utf8)), options: GuestFile.options())
    }

    private static func value(_ random: inout SplitMix64) -> String {
        [
            "0", "1", "2", "0x1000", "page", "table", "on_event", "PV_SHARED", "PV_START", "0xffc01000", "0xffffffff",
            "0x\(String(UInt32.random(in: 0...UInt32.max, using: &random), radix: 16))",
            "\(UInt32.random(in: 0..<0x1400, using: &random))",
            "\(UInt32.random(in: 0x400..<0x1400, using: &random)) << 12 | \(UInt32.random(in: 0..<16, using: &random))",
        ].randomElement(using: &random)!
    }

    private static func oneIn(_ count: Int, _ random: inout SplitMix64) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
}
