import ArgumentParser
import Foundation
import Playground

struct UnitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "units", abstract: "Run a guest under binary translation, and show what its kernel was translated to.",
        discussion: """
            Left the guest's instructions, right the words of the translation cache that have become of each: identical ones, \
            emulation of sensitive instructions, glue between units, look-ups of indirect jumps. A jump that is not linked yet \
            leads to the monitor.
            """)

    @Argument(help: "A source (.s) or an image.") var file: String
    @Option(help: "A shipped host model, or a file with one.") var host = HostModels.standard
    @Option(help: "Show the units that translate this guest address.") var at: String?
    @Option(help: "Show so many units, those that were entered most.") var top = 5
    @Option(name: .customLong("max-cycles"), help: "Stop at this cycle.") var maxCycles: UInt64 = 100_000_000
    @Option(name: .customLong("set"), help: "Change one thing of the host: KEY=VALUE, for example isa=classic.") var settings:
        [String] = []
    @OptionGroup var engineFlags: EngineFlags
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
        guard 1...10_000 ~= top else { throw ValidationError("--top must be from 1 to 10000") }
        if let at, Self.address(at) == nil { throw ValidationError("--at \(at): write an address, for example 0x1000") }
    }

    private static func address(_ text: String) -> UInt32? {
        text.hasPrefix("0x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
    }

    func run() throws {
        var options = RunOptions(model: try HostModels.load(host))
        try Settings.apply(settings, to: &options.model)
        options.engine = "bt"
        options.maxCycles = maxCycles
        options.engineOptions = engineFlags.options
        let guest = try GuestFile(file)
        options.input = guest.expectations.input ?? []
        let report = try UnitReport(try Session(guest.image, options), guest: file, at: at.flatMap(Self.address), top: top)
        Terminal.print(json ? report.json : report.text)
    }
}
