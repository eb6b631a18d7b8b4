import Engines
import Foundation
import Machine
import Playground
import Testing
import VMM

/// One suite of small programs, each of which pins down a fact of the architecture, run on every engine that claims to be right.
@Suite struct ConformanceTests {
    static let folder = Tool.root.path + "/Tests/ConformanceTests/Programs/"

    static let programs: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".s") }.sorted()
    }()

    @Test func `there are as many programs as the suite is known to have, and each says what it pins down`() throws {
        #expect(Self.programs.count >= 300)
        for program in Self.programs {
            let source = try Files.read(Self.folder + program)
            #expect(String(decoding: source, as: UTF8.self).hasPrefix("; pins: "), "\(program)")
            let stop = try Expectations(source: source, file: program).stop
            #expect(stop != nil, "\(program) does not say how it stops")
        }
    }

    @Test(arguments: programs.sampledInDebug(9), ["x86", "classic"])
    func `every engine does what the program pins down, and what bare metal does`(program: String, isa: String) throws {
        let guest = try GuestFile(Self.folder + program)
        var options = RunOptions(model: try HostModels.load("classroom"))
        try Settings.apply(["isa=\(isa)"], to: &options.model)
        options.input = guest.expectations.input ?? []
        // What a program says of the holes holds where they are open.
        guard isa == "x86" || !guest.expectations.engines.contains("native") && !program.hasPrefix("pv-x86-") else { return }
        let engines = EngineRegistry.allForms.filter { $0.refusal(options.model) == nil && $0.caveat(options.model) == nil }
            .filter { entry in
                guest.expectations.engines.isEmpty ? entry.runsUnmodified : guest.expectations.engines.contains(entry.id)
            }.map(\.id)
        for clock in ClockMode.allCases {
            options.clock = clock
            var reference: GuestState?
            for engine in engines {
                options.engine = engine
                let session = try Session(guest.image, options)
                session.run()
                let differences = guest.expectations.differences(RunReport(session, guest: program), in: session)
                if guest.expectations.otherwise.contains(engine) {
                    #expect(differences != [], "\(program) on \(engine): a difference that is meant is not there")
                    continue
                }
                #expect(differences == [], "\(program) on \(engine), \(isa), \(clock) clock")
                expectConservation(session, "\(program) on \(engine), \(isa), \(clock) clock")
                guard clock == .guest else { continue }
                let state = session.guestState
                // The limit is one of cycles: two engines reach it at different instructions.
                if state.stop == .budget { continue }
                if let reference {
                    #expect(reference.differences(to: state) == [], "\(program): native / \(engine), \(isa)")
                } else {
                    reference = state
                }
            }
        }
    }
}

/// The law of conservation: accounts sum to the clock, reasons to the exits.
func expectConservation(_ session: Session, _ what: String) {
    let (balances, entries) = session.withHost { ($0.ledger.balances, $0.counters.monitorEntries + $0.counters.vmExits) }
    #expect(balances, "\(what)")
    guard let statistics = session.engine.statistics else { return }
    // One may be under way when a run is cut off.
    #expect(statistics.count + (statistics.isInExit ? 1 : 0) == entries, "\(what)")
    #expect(ExitReason.allCases.reduce(0) { $0 + statistics[$1].count } == statistics.count, "\(what)")
}
