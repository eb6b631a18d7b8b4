import ArgumentParser
import Playground

struct NanobenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nanobench", abstract: "Measure what the primitives of an operating system cost under each technique.",
        discussion: """
            The seven nanobenchmarks of Adams and Agesen (ASPLOS 2006), each a loop of one primitive: a system call, reading a port, \
            writing cr8, call and ret, a page fault, a division by zero, and writing a page-table entry. And rdtsc, emulated in three \
            ways. On prescott-2005 the published figures stand beside.
            """)

    @Argument(help: "Which; all, by default.") var names: [String] = []
    @Option(help: "A shipped host model, or a file with one.") var host = Nanobenchmark.publishedHost
    @Option(name: .customLong("set"), help: "Change one thing of the host: KEY=VALUE, for example cost.vmexit=500.") var settings:
        [String] = []
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
        for name in names where Nanobenchmark(rawValue: name) == nil {
            let known = Nanobenchmark.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw ValidationError("no nanobenchmark '\(name)'; there are \(known)")
        }
    }

    func run() throws {
        var model = try HostModels.load(host)
        try Settings.apply(settings, to: &model)
        let isShipped = settings.isEmpty && HostModels.names.contains(host)
        let chosen = names.isEmpty ? Nanobenchmark.allCases : names.compactMap(Nanobenchmark.init(rawValue:))
        let report = try Nanobench(model, isShipped: isShipped, chosen)
        Terminal.print(json ? report.json : report.text)
    }
}
