import Engines
import ISA
import Machine

// What runs guests beside the one at hand, which stays where it is.
extension Command {
    static let experimentCommands: [Command] = [
        Command(
            "compare", "com", .experiments, "[ENGINE …]", [.engine],
            "Runs the guest on all engines, or on these, and compares what they did and what it cost.",
            "The guest here stays where it is.", takesRest: true
        ) { bench, arguments in
            let (guest, path, options) = try bench.beginning
            let names = arguments.names()
            return Reply(try Comparison(guest, file: path, engines: names.isEmpty ? nil : names, options: options), arguments)
        },
        Command(
            "sweep", "sw", .experiments, "KEY=FROM..TO[:STEP] [of FIGURE] [ENGINE …]", [.setting, .engine],
            "Runs the guest with each value of something that 'set' takes, and finds where one engine passes another.",
            """
            sweep cost.vmexit=200..4000:200 bt hvm; sweep vpid=off..on of counters.tlbMisses hvm. FIGURE is cycles (unless told \
            otherwise), exits, retired, accounts.NAME, exits.REASON or counters.NAME. The guest here stays where it is.
            """, takesRest: true
        ) { bench, arguments in
            let (guest, path, options) = try bench.beginning
            let range = try Sweep.Range(try arguments.required("what to go through"))
            let figure = try Sweep.Figure(arguments.take("of") ? try arguments.required("the figure") : "cycles")
            let names = arguments.names()
            return Reply(
                try Sweep(range, figure, guest, file: path, engines: names.isEmpty ? nil : names, options: options), arguments)
        },
        Command(
            "nanobench", "nano", .experiments, "[NAME …]", [.word(Nanobenchmark.allCases.map(\.rawValue))],
            "Measures on the host what primitives of an operating system cost under each technique.",
            "On prescott-2005, what was published stands beside. No guest need be loaded: each of these has its own.",
            takesRest: true
        ) { bench, arguments in
            let benchmarks = try arguments.names().map { name throws(UserError) in
                guard let benchmark = Nanobenchmark(rawValue: name) else {
                    let known = Nanobenchmark.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
                    throw UserError(.usage, "no nanobenchmark '\(name)'; there are \(known)")
                }
                return benchmark
            }
            return Reply(
                try Nanobench(
                    bench.options.model, isShipped: bench.hostIsShipped,
                    benchmarks.isEmpty ? Nanobenchmark.allCases : benchmarks), arguments)
        },
        Command(
            "classify", "clas", .experiments, "[ISA]", [.word(ISAVariant.allCases.map(\.rawValue))],
            "Measures which instructions are privileged and which are sensitive, of the host's variant of the ISA or of this one.",
            "Popek and Goldberg's table, with a witness for each instruction that is sensitive and does not trap."
        ) { bench, arguments in
            guard let name = arguments.next() else { return Reply(try Classification(bench.options.model.isa), arguments) }
            guard let isa = ISAVariant(rawValue: name) else { throw arguments.mistake("the ISA is x86 or classic") }
            return Reply(try Classification(isa), arguments)
        },
    ]
}

extension Comparison: View {}
extension Sweep: View {}
extension Nanobench: View {}
extension Classification: View {}

extension Arguments {
    /// All words that are left.
    fileprivate mutating func names() -> [String] {
        var names: [String] = []
        while let name = next() { names.append(name) }
        return names
    }
}

extension Workbench {
    /// The guest that is loaded, as it is run from its beginning.
    fileprivate var beginning: (guest: GuestFile, path: String, options: RunOptions) {
        get throws(UserError) {
            guard let guest, let path else { throw Self.nothingLoaded }
            var options = options
            options.input = guest.expectations.input ?? []
            return (guest, path, options)
        }
    }
}
