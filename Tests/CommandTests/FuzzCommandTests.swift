import Foundation
import Testing

@Suite struct FuzzCommandTests {
    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `fuzz says what it ran, the same every time`() throws {
        let run = try Tool.run("fuzz", "--seed", "5", "--count", "10", "--json")
        let again = try Tool.run("fuzz", "--seed", "5", "--count", "10", "--json")
        #expect(run.status == 0 && run.output == again.output)
        let report = try object(run.output)
        #expect(report["seed"] as? Int == 5 && report["programs"] as? Int == 10)
        #expect((report["divergences"] as? [Any])?.isEmpty == true)
    }

    @Test func `a seed's program can be run by itself`() throws {
        let folder = try Scratch()
        let program = try folder.file("seed.s", try Tool.run("fuzz", "--seed", "5", "--source").output.utf8)
        let run = try Tool.run("lockstep", program, "--set", "disk.request=300", "--set", "disk.sector=20", "--json")
        #expect(run.status == 0)
        let report = try object(run.output)
        #expect(report["equal"] as? Bool == true && (report["stop"] as? String)?.hasPrefix("exit") == true)
        #expect(report["divergence"] is NSNull)
    }

    @Test func `what cannot be meant is refused`() throws {
        for arguments in [
            ["fuzz", "--count", "0"], ["fuzz", "--without", "nonsense"], ["fuzz", "--engines", "none"], ["fuzz", "--engines", ","],
            ["lockstep", "Samples/hello.s", "--engines", "native"], ["lockstep", "Samples/hello.s", "--every", "0"],
        ] {
            let run = try Tool.shell("ringside " + arguments.joined(separator: " "))
            #expect(run.status == 64, "\(arguments)")
        }
    }
}
