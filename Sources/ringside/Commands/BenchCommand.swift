import ArgumentParser
import Playground

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how fast Ringside itself is, in real time.",
        discussion: """
            The only command whose output depends on the machine it runs on. Build it for release. The rows (real CPU) are the same \
            loops as compiled code, in guest instructions' worth a second; the compiler may make vectors of them.
            """)

    @Option(help: "How often each loop is measured.") var repetitions = 7
    @Option(help: "Measure this loop only. Can be given more than once.") var loop: [String] = []
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
        guard 1...1000 ~= repetitions else { throw ValidationError("--repetitions must be from 1 to 1000") }
        if let unknown = loop.first(where: { !Bench.loops.contains($0) }) {
            throw ValidationError("--loop \(unknown): there is no such loop; there are \(Bench.loops.joined(separator: ", "))")
        }
    }

    func run() throws {
        let report = try Bench.run(loop.isEmpty ? Bench.loops : loop, repetitions: repetitions)
        Terminal.print(json ? report.json : report.text)
    }
}
