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
    @Flag(help: "Let hvm use an exit for the instructions after it that would exit, too.") var clustering = false
    @Flag(name: .customLong("translate-user"), help: "Let bt translate the guest's programs, too.") var translatesUser = false
    @Flag(name: .customLong("no-adaptation"), help: "Let bt keep what traps again and again as it is.") var keeps = false
    @Flag(help: "As JSON: an object, or with several files a list of them.") var json = false

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("name at least one guest") }
        guard engines.map({ !$0.split(separator: ",").isEmpty }) ?? true else {
            throw ValidationError("--engines needs at least one")
        }
    }

    func run() throws {
        var options = RunOptions(model: try HostModels.load(host))
        try Settings.apply(settings, to: &options.model)
        options.maxCycles = maxCycles
        options.engineOptions.clustering = clustering
        (options.engineOptions.translatesUser, options.engineOptions.adapts) = (translatesUser, !keeps)
        let names = engines.map { $0.split(separator: ",").map(String.init) }
        var comparisons: [Comparison] = []
        for file in files {
            let guest = try GuestFile(file)
            options.input = guest.expectations.input ?? []
            comparisons.append(try Comparison(guest, file: file, engines: names, options: options))
        }
        if json {
            Terminal.print(comparisons.count == 1 ? comparisons[0].json : JSON.text(comparisons))
        } else {
            Terminal.print(comparisons.map(\.text).joined(separator: "\n\n"))
        }
        Foundation.exit(comparisons.allSatisfy(\.equal) ? 0 : 1)
    }
}
