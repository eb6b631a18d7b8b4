import ArgumentParser
import Foundation
import ISA
import Machine
import Playground
import VMM

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a guest, and exit with its exit code.",
        discussion: """
            Exit status: the guest's own code; 0 if it halts for good; 124 if it reaches --max-cycles; 125 on a triple fault or a crash; \
            64 bad usage, 65 a source, image or model with errors, 66 no such file.
            """)

    @Argument(help: "A source (.s) or an image.") var file: String
    @Option(help: "The engine that runs it.") var engine = "native"
    @Option(help: "For hvm: shadow or nested; nested where the host has it, by default.") var paging: Paging?
    @OptionGroup var engineFlags: EngineFlags
    @Option(help: "A shipped host model, or a file with one.") var host = HostModels.standard
    @Option(help: "What devices are scheduled on: cycles, or guest instructions.") var clock: ClockMode = .cycles
    @Option(name: .customLong("max-cycles"), help: "Stop at this cycle.") var maxCycles = RunOptions.standardMaxCycles
    @Option(name: .customLong("set"), help: "Change one thing of the host: KEY=VALUE, for example cost.portIO=500.") var settings:
        [String] = []
    @Option(help: "A file that the guest's console reads; - is standard input. A source may bring its own (given input).")
    var input: String?
    @Option(help: "A file with the contents of the guest's disk; it is not changed.") var disk: String?
    @Option(name: .customLong("save-disk"), help: "Write the disk's contents at the end to this file.") var savedDisk: String?
    @Flag(help: "Show where the cycles went.") var stats = false
    @Flag(help: "Compare with what the source expects of itself; exit with 1 if it differs.") var check = false
    @Flag(help: "Print everything, with the guest's output, as JSON.") var json = false

    func validate() throws {
        // Beyond that an idle guest would take years of real time to get there.
        guard maxCycles <= 1_000_000_000_000_000 else { throw ValidationError("--max-cycles is at most 1000000000000000 (10^15)") }
    }

    func run() throws {
        if engineFlags.clustering, !engine.hasPrefix("hvm") {
            throw UserError(.usage, "--clustering is for the engine hvm; \(engine) has no VM exits")
        }
        var options = RunOptions(model: try HostModels.load(host))
        try Settings.apply(settings, to: &options.model)
        options.engine = engine
        options.paging = paging
        options.engineOptions = engineFlags.options
        options.clock = clock
        options.maxCycles = maxCycles
        let guest = try GuestFile(file)
        options.input = try input.map(readInput) ?? guest.expectations.input ?? []
        if let disk { options.disk = try Files.read(disk) }
        let session = try Session(try guest.image(for: engine), options)
        let port = guest.portPath(for: engine)
        if let port { Terminal.error("note: \(engine) runs the ported kernel \(port)") }
        session.run { if !json { Terminal.write($0) } }
        if let savedDisk { try Files.write(session.diskContents, to: savedDisk) }
        let report = RunReport(session, guest: port ?? file).adding(try Cause.lines(of: session))
        show(report)
        Foundation.exit(check ? compare(report, guest.expectations, session) : report.exitStatus)
    }

    private func readInput(_ path: String) throws(UserError) -> [UInt8] {
        guard path == "-" else { return try Files.read(path) }
        guard let data = try? FileHandle.standardInput.readToEnd() else {
            throw UserError(.noSuchFile, "standard input cannot be read")
        }
        return [UInt8](data)
    }

    private func show(_ report: RunReport) {
        if json {
            Terminal.print(report.json)
        } else {
            if let caveat = report.caveat {
                Terminal.error("note: do not trust \(report.engine) here: \(caveat); 'ringside lockstep' shows where")
            }
            Terminal.error(([report.summary] + report.report + (stats ? ["", report.table] : [])).joined(separator: "\n"))
        }
    }

    private func compare(_ report: RunReport, _ expectations: Expectations, _ session: Session) -> Int32 {
        guard expectations.isSample else {
            Terminal.error("\(file): expects nothing of itself; write for example '; expect output: Hello' at its top")
            return 1
        }
        let differences = expectations.differences(report, in: session)
        Terminal.error(differences.isEmpty ? "as expected" : differences.joined(separator: "\n"))
        return differences.isEmpty ? 0 : 1
    }
}

extension ClockMode: ExpressibleByArgument {}
extension Paging: ExpressibleByArgument {}
extension ISAVariant: ExpressibleByArgument {}
