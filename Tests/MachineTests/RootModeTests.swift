import ISA
import Testing

@testable import Machine

@Suite struct RootModeTests {
    #if DEBUG
        private static let (machines, fillings) = (16, 10)
        private static let farLimit: UInt64 = 20_000
    #else
        private static let (machines, fillings) = (80, 50)
        private static let farLimit: UInt64 = 100_000
    #endif
    private static let limit: UInt64 = 2000
    /// One in so many goes on for longer.
    private static let rare = 50

    /// Whatever the VMCS holds: the machine comes back at the limit, its books balance, and neither slices nor a return to a
    /// snapshot change anything.
    @Test func randomVMCSKeepTheLaws() throws {
        var seen = Seen()
        for machine in 0..<UInt64(Self.machines) {
            var random = SplitMix64(seed: 0x56_4d00 + machine)
            var host = try RandomRootMode.machine(&random, clock: machine % 2 == 0 ? .cycles : .guest)
            let bare = host.snapshot()
            for filling in 0..<Self.fillings {
                host.restore(bare)
                RandomRootMode.fill(&host, &random)
                let limit = filling % Self.rare == 0 ? Self.farLimit : Self.limit
                try keepsTheLaws(&host, limit, "machine \(machine), filling \(filling)", &random, &seen)
            }
        }
        let rounds = Self.machines * Self.fillings
        // What they have been through, so that a change of the generator cannot make all this empty.
        #expect(seen.exits > UInt64(rounds) * 3 && seen.words > UInt64(rounds) * 50, "\(seen)")
        let least = rounds >= 1000 ? (reasons: 20, fields: 6, errors: 8) : (reasons: 5, fields: 1, errors: 1)
        #expect(seen.reasons.count > least.reasons && seen.refusedFields.count > least.fields, "\(seen)")
        #expect(seen.errors.count > least.errors, "\(seen)")
    }

    /// Memory is memory: a guest that has the VMCS in its address space can write there what no entry would take.
    @Test(arguments: [UInt32(1), 0x1001, 0x3_0002, 0xf_f003, 0xf_ffff, ~0])
    func hostStateOverwrittenByTheGuestMakesNoImpossibleProcessor(_ value: UInt32) throws {
        for field in VMCSField.allCases where field.group == .host {
            let guest = try Guest(
                prelude + """
                        hlt
                    guest:
                        mov r1, \(0x3_f000 + VMCSRegion.fields + 4 * field.rawValue)
                        mov r2, \(Int64(value))
                        store [r1], r2
                        cpuid r3, r4
                    left:
                        load r5, [r1]
                        hlt

                    """ + catchAll)
            guest.enablePaging()
            guest.host.startRootMode(region: 0x3_e000, vmcs: 0x3_f000)
            var cpu = guest.host.cpu
            cpu.pc = guest["guest"]
            VMCSField.forEachGuestRegister { guest.host[$0] = cpu[$0] }
            guest.host[.hostPC] = guest["left"]
            guest.host.enterNonRoot(cpu, launch: true)
            guest.run(until: 100_000)
            #expect(guest.host.counters.vmExits == 1 && guest.host.ledger.balances && Self.isPossible(guest.host.cpu), "\(field)")
        }
    }

    /// No register holds what it cannot.
    private static func isPossible(_ cpu: CPU) -> Bool {
        ControlRegister.allCases.allSatisfy { cpu[$0] & ~$0.writable == 0 } && cpu[.limit] <= Architecture.stripBase
            && cpu.trapTable % Architecture.gateSize == 0
    }

    /// What the machines have been through.
    struct Seen {
        var exits: UInt64 = 0
        var words: UInt64 = 0
        var reasons: [VMExitReason: Int] = [:]
        var refusedFields: [VMCSField: Int] = [:]
        var errors: [VMInstructionError: Int] = [:]
        var stops: [String: Int] = [:]

        mutating func add(_ host: borrowing Host, _ stop: HostStop, _ events: [Event]) {
            exits += host.counters.vmExits
            words += host.counters.retired
            stops["\(stop)".prefix(5).description, default: 0] += 1
            for event in events {
                if case .vmExit(let reason) = event.kind { reasons[reason, default: 0] += 1 }
            }
            guard host.root.current == RandomRootMode.vmcs else { return }
            if let error = VMInstructionError(rawValue: host[.instructionError]) { errors[error, default: 0] += 1 }
            if host[.exitReason] & VMExitReason.entryFailed != 0, let field = VMCSField(rawValue: host[.qualification]) {
                refusedFields[field, default: 0] += 1
            }
        }
    }

    private func keepsTheLaws(
        _ host: inout Host, _ limit: UInt64, _ name: String, _ random: inout SplitMix64, _ seen: inout Seen
    ) throws {
        let start = host.snapshot()
        let end = host.ledger.clock + limit
        // Half of them meet somebody who writes to the VMCS behind the processor's back.
        let change = Bool.random(using: &random) ? RandomRootMode.change(&random) : nil
        let changed = host.ledger.clock + .random(in: 1...limit, using: &random)
        func run(_ host: inout Host, _ piece: (inout Host, UInt64) -> HostStop) -> HostStop {
            if let change {
                let stop = piece(&host, changed)
                guard stop == .budget else { return stop }
                _ = host.load(change.bytes, at: change.place)
            }
            return piece(&host, end)
        }

        host.events.mask = .all
        let stop = run(&host) { $0.run(Slice(untilCycle: $1)) }
        let (outcome, events) = (Outcome(&host), host.events.drain())
        #expect(outcome.ledger.balances && Self.isPossible(host.cpu), "\(name)")
        #expect(stop != .budget || end...end + 400 ~= outcome.ledger.clock, "\(name)")
        seen.add(host, stop, events)

        host.restore(start)
        let longest: UInt64 = limit == Self.limit ? [2, 40, 900].randomElement(using: &random)! : 5000
        #expect(run(&host) { runInSlices(&$0, until: $1, longest: longest, &random) } == stop)
        #expect(Outcome(&host).differences(to: outcome) == [], "slices, \(name)")
        let same = host.events.drain() == events
        #expect(same, "events in slices, \(name)")

        host.events.mask = []
        host.restore(start)
        let rerun = run(&host) { host, end in
            _ = host.run(Slice(untilCycle: .random(in: host.ledger.clock...max(host.ledger.clock, end), using: &random)))
            let snapshot = host.snapshot()
            _ = host.run(Slice(untilCycle: end))
            host.restore(snapshot)
            return host.run(Slice(untilCycle: end))
        }
        #expect(rerun == stop, "unobserved, from snapshots on, \(name)")
        #expect(Outcome(&host).differences(to: outcome) == [], "unobserved, from snapshots on, \(name)")
    }
}
