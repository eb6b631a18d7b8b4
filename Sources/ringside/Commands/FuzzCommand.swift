import ArgumentParser
import Engines
import Foundation
import Playground

struct FuzzCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz", abstract: "Compare engines on random kernels.",
        discussion: """
            Every engine must leave the machine as the first one does. A single engine is compared with itself, run in pieces. \
            Exit status: 0 if none differs, 1 if one does.
            """)

    @Option(help: "The first program's seed; the next have the next seeds.") var seed: UInt64 = 1
    @Option(help: "How many programs.") var count = 1000
    @Option(help: "The engines, with commas between; the first is the reference.") var engines = "native"
    @Option(help: "A shipped host model, or a file with one.") var host = HostModels.standard
    @Option(name: .customLong("set"), help: "Change one thing of the host: KEY=VALUE, for example isa=classic.") var settings:
        [String] = []
    @Option(help: "Kinds of fragments to leave out, with commas between.") var without: String = ""
    @Flag(help: "Let ring 3 use the holes of x86, and cpuid: engines that run it directly are right to differ there.")
    var holes = false
    @Option(help: "A folder for the programs that differ.") var save: String?
    @Flag(help: "Print the seed's program, and run nothing.") var source = false
    @OptionGroup var engineFlags: EngineFlags
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
        guard 1...100_000_000 ~= count else { throw ValidationError("--count must be from 1 to 100000000") }
        guard !engines.split(separator: ",").isEmpty else { throw ValidationError("--engines needs at least one") }
        for name in without.split(separator: ",") where FragmentKind(rawValue: String(name)) == nil {
            let kinds = FragmentKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--without: no kind '\(name)'; there are \(kinds)")
        }
    }

    func run() throws {
        var options = RunOptions(model: try HostModels.load(host))
        try Settings.apply(settings, to: &options.model)
        options.engineOptions = engineFlags.options
        let names = engines.split(separator: ",").map(String.init)
        if let reason = EngineRegistry.refusalOfSteps(names) { throw UserError(.usage, reason) }
        var fuzzer = Fuzzer(
            names.map { name in
                var contestant = options
                contestant.engine = name
                return contestant
            })
        fuzzer.options.holes = holes
        fuzzer.options.without = Set(without.split(separator: ",").compactMap { FragmentKind(rawValue: String($0)) })
        if source {
            Terminal.print(FuzzGenerator.program(seed: seed, fuzzer.options).runnable)
            return
        }
        let report = try fuzzer.campaign(seed: seed, count: count, host: host, settings: settings)
        if let save { try write(report, to: save) }
        Terminal.print(json ? report.json : report.lines.joined(separator: "\n"))
        Foundation.exit(report.divergences.isEmpty ? 0 : 1)
    }

    private func write(_ report: FuzzReport, to folder: String) throws(UserError) {
        for found in report.divergences {
            try Files.write(Array(found.program.utf8), to: "\(folder)/fuzz-\(found.seed)-\(found.engine).s")
        }
    }
}
