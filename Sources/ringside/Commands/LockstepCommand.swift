import ArgumentParser
import Engines
import Foundation
import Playground

struct LockstepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lockstep", abstract: "Run a guest on two engines, and show the first instruction after which they differ.",
        discussion: "Both run under the guest clock. Exit status: 0 if they never differ, 1 if they do.")

    @Argument(help: "A source (.s) or an image.") var file: String
    @Option(help: "The two engines, with a comma between.") var engines = "native,native"
    @Option(help: "A shipped host model, or a file with one.") var host = HostModels.standard
    @Option(name: .customLong("set"), help: "Change one thing of the host: KEY=VALUE, for example cost.portIO=500.") var settings:
        [String] = []
    @Option(help: "Compare the processors after so many guest instructions; a difference is then looked for in between.")
    var every: UInt64 = 4096
    @Option(name: .customLong("max-ticks"), help: "Stop after so many ticks of the guest clock.") var maxTicks: UInt64 = 100_000_000
    @OptionGroup var engineFlags: EngineFlags
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
        guard 1...1_000_000_000 ~= every else { throw ValidationError("--every must be from 1 to 1000000000") }
        guard 1...1_000_000_000_000 ~= maxTicks else { throw ValidationError("--max-ticks must be from 1 to 1000000000000") }
        guard engines.split(separator: ",").count == 2 else {
            throw ValidationError("--engines takes two, with a comma between: native,native")
        }
    }

    func run() throws {
        var options = RunOptions(model: try HostModels.load(host))
        try Settings.apply(settings, to: &options.model)
        options.engineOptions = engineFlags.options
        let names = engines.split(separator: ",").map(String.init)
        if Set(names).count > 1, let reason = EngineRegistry.refusalOfSteps(names) { throw UserError(.usage, reason) }
        let guest = try GuestFile(file)
        options.input = guest.expectations.input ?? []
        let sides = names.map { name in
            var side = options
            side.engine = name
            return side
        }
        var lockstep = Lockstep(guest.image, sides[0], sides[1])
        lockstep.every = every
        lockstep.maxTicks = maxTicks
        let report = LockstepReport(guest: file, engines: sides.map(\.engine), host: options.model.name, try lockstep.run())
        Terminal.print(json ? report.json : report.lines.joined(separator: "\n"))
        Foundation.exit(report.divergence == nil ? 0 : 1)
    }
}
