import ArgumentParser
import Foundation
import Playground

struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Go through values of one thing of the host, and see where one engine passes another.",
        discussion: """
            KEY is what --set takes: a cost (cost.vmexit), a size (tlb.entries) or a feature (vpid=off..on). Where the order of two \
            engines changes, the first value at which it is the other way round is found.
            """)

    @Argument(help: "KEY=FROM..TO or KEY=FROM..TO:STEP.") var range: String
    @Argument(help: "Sources (.s) or images.") var files: [String]
    @Option(help: "The engines, with commas between; all that claim to be right, by default.") var engines: String?
    @Option(help: "What is asked of each run: cycles, exits, retired, accounts.NAME, exits.REASON, counters.NAME.") var figure =
        "cycles"
    @Option(help: "A shipped host model, or a file with one.") var host = HostModels.standard
    @Option(name: .customLong("max-cycles"), help: "Stop each run at this cycle.") var maxCycles = RunOptions.standardMaxCycles
    @Option(name: .customLong("set"), help: "Change one thing more of the host: KEY=VALUE.") var settings: [String] = []
    @OptionGroup var engineFlags: EngineFlags
    @Flag(help: "As JSON: an object, or with several files a list of them.") var json = false
    @Flag(help: "As a table for spreadsheets.") var csv = false
    @Option(help: "Also write a picture; one guest.") var svg: String?

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("name at least one guest") }
        if json && csv { throw ValidationError("choose one of --json and --csv") }
        if (csv || svg != nil) && files.count > 1 { throw ValidationError("--csv and --svg are for one guest") }
    }

    func run() throws {
        var options = RunOptions(model: try HostModels.load(host))
        try Settings.apply(settings, to: &options.model)
        options.maxCycles = maxCycles
        options.engineOptions = engineFlags.options
        let range = try Sweep.Range(range)
        let figure = try Sweep.Figure(figure)
        let names = engines.map { $0.split(separator: ",").map(String.init) }
        var sweeps: [Sweep] = []
        for file in files {
            let guest = try GuestFile(file)
            options.input = guest.expectations.input ?? []
            sweeps.append(try Sweep(range, figure, guest, file: file, engines: names, options: options))
        }
        if let svg { try Files.write(Array(sweeps[0].svg.utf8), to: svg) }
        if json {
            Terminal.print(sweeps.count == 1 ? sweeps[0].json : JSON.text(sweeps))
        } else {
            Terminal.print(csv ? sweeps[0].csv : sweeps.map(\.text).joined(separator: "\n\n"))
        }
    }
}
