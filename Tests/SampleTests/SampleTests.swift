import Assembler
import Engines
import Foundation
import ISA
import Machine
import Playground
import Testing

/// Every sample is what it says of itself.
@Suite struct SampleTests {
    static let samples: [String] = {
        let folder = Tool.root.appendingPathComponent("Samples")
        let paths = FileManager.default.enumerator(atPath: folder.path)!.compactMap { $0 as? String }
        return paths.filter { $0.hasSuffix(".s") }.sorted().filter { path in
            let bytes = (try? Files.read(folder.path + "/" + path)) ?? []
            return (try? Expectations(source: bytes, file: path).isSample) ?? true
        }
    }()

    private func run(_ sample: String, host: String, clock: ClockMode, isa: ISAVariantName = .asModelled) throws -> (
        report: RunReport, guest: GuestFile, balances: Bool, differences: [String]
    ) {
        var options = RunOptions(model: try HostModels.load(host))
        if isa == .classic { try Settings.apply(["isa=classic"], to: &options.model) }
        options.clock = clock
        let guest = try GuestFile(Tool.root.path + "/Samples/" + sample)
        options.input = guest.expectations.input ?? []
        let session = try Session(guest.image, options)
        session.run()
        let report = RunReport(session, guest: sample)
        let differences = guest.expectations.differences(report, in: session)
        return (report, guest, session.withHost { $0.ledger.balances }, differences)
    }

    enum ISAVariantName { case asModelled, classic }

    @Test func `there are the samples that the tour names`() {
        let names = Set(Self.samples)
        for name in [
            "hello.s", "arithmetic.s", "recursion.s", "syscalls.s", "faults.s", "triple-fault.s", "timer.s", "paging.s",
            "selfmodify.s", "echo.s", "disk.s", "display.s", "redpill.s", "holes.s", "hypervisor.s", "nano/nano.s",
            "workloads/compute.s", "workloads/system-calls.s", "workloads/fork.s", "workloads/switch.s", "workloads/page-tables.s",
            "workloads/port-io.s", "workloads/dma.s", "workloads/tlb.s", "workloads/boot.s",
        ] {
            #expect(names.contains(name))
        }
    }

    @Test(arguments: samples.sampledInDebug(10), testHosts.sampledInDebug(1))
    func `a sample does what its comments say, under both clocks`(sample: String, host: String) throws {
        for clock in ClockMode.allCases {
            let (report, guest, balances, differences) = try run(sample, host: host, clock: clock)
            #expect(differences == [], "\(sample) on \(host) under the \(clock) clock")
            #expect(balances)
            #expect(report.accounts.values.reduce(0, +) == report.cycles)
            for engine in guest.expectations.engines {
                #expect(["native", "trap", "bt", "pv", "hvm"].contains(engine), "\(sample) names the engine \(engine)")
            }
        }
    }

    @Test(arguments: samples.sampledInDebug(10), ["x86", "classic"])
    func `a sample's port does on the hypervisor what the sample says`(sample: String, isa: String) throws {
        let guest = try GuestFile(Tool.root.path + "/Samples/" + sample)
        guard guest.portPath(for: "pv") != nil else { return }
        var options = RunOptions(model: try HostModels.load("classroom"))
        try Settings.apply(["isa=\(isa)"], to: &options.model)
        options.engine = "pv"
        options.input = guest.expectations.input ?? []
        let session = try Session(try guest.image(for: "pv"), options)
        session.run()
        #expect(guest.expectations.differences(RunReport(session, guest: sample), in: session) == [])
        #expect(session.withHost { $0.ledger.balances })
    }

    /// The Red Pill is about the holes, which a classic host does not have.
    @Test(arguments: samples.filter { $0 != "redpill.s" })
    func `a sample does the same on a classic host`(sample: String) throws {
        #expect(try run(sample, host: "classroom", clock: .cycles, isa: .classic).differences == [])
    }

    @Test func `on a classic host the Red Pill traps`() throws {
        #expect(try run("redpill.s", host: "classroom", clock: .cycles, isa: .classic).differences != [])
    }

    @Test(arguments: samples)
    func `a listing assembles to the same bytes`(sample: String) throws {
        let image = try GuestFile(Tool.root.path + "/Samples/" + sample).image
        let listing = SourceFile(name: "listing", bytes: Array(image.listing().utf8))
        let again = try Assembler.assemble(listing, options: GuestFile.options())
        #expect(again.entry == image.entry)
        #expect(again.segments == image.segments)
        #expect(try Image(decoding: image.encoded) == image)
    }

    @Test func `nano keeps what touches the hardware in its platform files`() throws {
        let folder = Tool.root.path + "/Samples/nano"
        let privileged = Set(
            Instruction.allCases.map(\.row).filter { $0.privilege != .any || $0.mnemonic == "int" }.map(\.mnemonic)
        ).subtracting(["mov"])
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where name.hasSuffix(".s") && !name.hasPrefix("platform-") {
            let text = String(decoding: try Files.read(folder + "/" + name), as: UTF8.self)
            for line in text.split(separator: "\n") {
                let statement = line.prefix { $0 != ";" }
                let words = statement.split { " \t,:".contains($0) }.map(String.init)
                #expect(words.first.map { !privileged.contains($0) } ?? true, "\(name): \(line)")
                #expect(!words.contains { ControlRegister(name: $0) != nil }, "\(name): \(line)")
            }
        }
    }
}
