import Foundation
import Testing

/// Law 6: engines charge primitives, never cycles of their own.
@Suite struct ChargingTests {
    @Test(arguments: ["VMM", "Engines"])
    func `monitors charge by primitives only`(module: String) throws {
        let root = Tool.root.appendingPathComponent("Sources/" + module)
        let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        #expect(!files.isEmpty)
        for file in files {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let offence = Self.offence(String(line))
                #expect(offence == nil, "\(file.lastPathComponent): \(line)")
            }
        }
    }

    /// Why a line would be a cost of an engine's own.
    private static func offence(_ line: String) -> String? {
        let code = line.components(separatedBy: "//")[0]
        if code.contains("ledger.charge") { return "charges the ledger itself" }
        if code.contains("Cost(") || code.contains(".cycles =") { return "makes a cost" }
        // A charge names a primitive or a kind of work, and counts events: no number stands in it.
        guard let range = code.range(of: ".charge(") else { return nil }
        let arguments = code[range.upperBound...]
        return arguments.contains(/\b[0-9]/) ? "a number in a charge" : nil
    }

    @Test func `the check finds what it is for`() {
        for line in ["host.ledger.charge(100, to: .device)", "host.charge(.emulate, count: 3)", "let c = Cost(cycles: 1)"] {
            #expect(Self.offence(line) != nil)
        }
        #expect(Self.offence("host.charge(.guestReference, count: references)") == nil)
    }
}
