import ArgumentParser
import Foundation
import Playground

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Run guests on several engines, and compare what they did and what it cost.",
        discussion: """
            That they did the same is shown under the guest clock, where events fall due after the same instruction on every engine; \
            the figures are of the cycle clock. Exit status: 0 if they did the same, 1 if not.
            """)

    @Argument(help: "Sources (.s) or images.") var files: [String]
    @Option(help: "The engines, with commas between, the first the reference; all that claim to be right, by default.")
    var engines: String?
    @Option(help: "A shipped host model, or a file with one.") var host = HostModels.standard
    @Option(name: .customLong("max-cycles"), help: "Stop at this cycle.") var maxCycles = RunOptions.standardMaxCycles
    @Option(name: .customLong("set"), help: "Change one thing of the host: KEY=VALUE, for example isa=classic.") var settings:
        [String] = []
    @OptionGroup var engineFlags: EngineFlags
    @Flag(help: "As JSON: an object, or with several files a list of them.") var json = false
    @Flag(help: "As a table for spreadsheets, a line for each guest and engine.") var csv = false
    @Option(help: "Also write a page to hand out: tables, charts, and the host's costs with their sources.") var html: String?
    @Option(help: "Also write what happened, to be looked at with Perfetto (ui.perfetto.dev); one guest.") var trace: String?

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("name at least one guest") }
        guard engines.map({ !$0.split(separator: ",").isEmpty }) ?? true else {
            throw ValidationError("--engines needs at least one")
        }
        if json && csv { throw ValidationError("choose one of --json and --csv") }
        if trace != nil && files.count > 1 { throw ValidationError("--trace is for one guest") }
    }

    func run() throws {
        var options = RunOptions(model: try HostModels.load(host))
        try Settings.apply(settings, to: &options.model)
        options.maxCycles = maxCycles
        options.engineOptions = engineFlags.options
        let names = engines.map { $0.split(separator: ",").map(String.init) }
        var comparisons: [Comparison] = []
        for file in files {
            let guest = try GuestFile(file)
            options.input = guest.expectations.input ?? []
            let comparison = try Comparison(guest, file: file, engines: names, options: options)
            comparisons.append(comparison)
            if let trace { try Files.write(Array(try Self.trace(comparison, guest, options).utf8), to: trace) }
        }
        if let html { try Files.write(Array(HTMLReport(comparisons, on: options.model).html.utf8), to: html) }
        show(comparisons)
        Foundation.exit(comparisons.allSatisfy { $0.equal && $0.hasRun } ? 0 : 1)
    }

    private func show(_ comparisons: [Comparison]) {
        if json {
            Terminal.print(comparisons.count == 1 ? comparisons[0].json : JSON.text(comparisons))
        } else if csv {
            Terminal.print(Comparison.csv(comparisons))
        } else {
            let width = Terminal.size?.columns
            let texts = comparisons.map { comparison in
                comparison.text + (width.map { "\n\n" + comparison.bars(width: $0) } ?? "")
            }
            Terminal.print(texts.joined(separator: "\n\n"))
        }
    }

    private static func trace(_ comparison: Comparison, _ guest: GuestFile, _ options: RunOptions) throws -> String {
        var trace = ChromeTrace()
        for row in comparison.engines where row.ran {
            var options = options
            options.engine = row.engine
            try trace.add(guest, options)
        }
        return trace.json
    }
}
