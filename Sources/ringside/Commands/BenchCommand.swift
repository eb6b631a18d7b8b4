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
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
        guard 1...1000 ~= repetitions else { throw ValidationError("--repetitions must be from 1 to 1000") }
    }

    func run() throws {
        let report = try Bench.run(repetitions: repetitions)
        Terminal.print(json ? report.json : report.text)
    }
}
