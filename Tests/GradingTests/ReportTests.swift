import Foundation
import Playground
import Teaching
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Reports are read by other programs: by their formats, and by nothing that we remember of them.
@Suite struct ReportTests {
    /// Of everything that can come: passed, failed, blocked, an error; with texts that no format likes.
    private static let verdicts: [Verdict] = {
        let sources = [
            SmallAssignment.solution, SmallAssignment.alwaysFive, "sum: jmp sum", "<]]>&\"\u{1b}[31m \u{ffff} # \\ sum",
            "sum: mov r3, 27\n out CONSOLE_DATA, r3\n mov r3, 255\n out CONSOLE_DATA, r3\n ret",
        ]
        return sources.compactMap { try? SmallAssignment.grade($0) }
    }()

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `there is something to report`() { #expect(Self.verdicts.count == 5 && Set(Self.verdicts.map(\.status)).count == 3) }

    @Test(arguments: verdicts) func `Gradescope's results`(verdict: Verdict) throws {
        let results = try object(ReportFormat.gradescope.report(verdict, for: .student))
        #expect(Set(results.keys) == ["score", "output", "output_format", "stdout_visibility", "tests"])
        #expect(results["score"] as? Int == verdict.score && results["stdout_visibility"] as? String == "hidden")
        let tests = try #require(results["tests"] as? [[String: Any]])
        #expect(tests.reduce(0) { $0 + ($1["max_score"] as? Int ?? -99) } == 10)
        for (test, check) in zip(tests, verdict.checks) {
            #expect(["passed", "failed"].contains(test["status"] as? String) && test["number"] is String && test["name"] is String)
            #expect(test["visibility"] as? String == (check.isHidden ? "hidden" : "visible"))
            #expect(test["output_format"] as? String == "text" && test["output"] is String && test["score"] as? Int == check.score)
        }
    }

    @Test(arguments: verdicts) func `Classroom's result`(verdict: Verdict) throws {
        let line = ReportFormat.classroom.report(verdict, for: .student)
        #expect(line.hasPrefix("result=") && line.split(separator: "\n").count == 1)
        let data = try #require(Data(base64Encoded: String(line.dropFirst(7).dropLast())))
        let result = try object(String(decoding: data, as: UTF8.self))
        #expect(result["version"] as? Int == 1 && result["max_score"] as? Int == 10)
        #expect(["pass", "fail", "error"].contains(result["status"] as? String))
        let tests = try #require(result["tests"] as? [[String: Any]])
        #expect(tests.reduce(0) { $0 + ($1["score"] as? Int ?? -99) } == verdict.score)
        for test in tests {
            #expect(Set(test.keys) == ["name", "status", "score", "message", "test_code", "filename", "line_no"])
            #expect(["pass", "fail", "error"].contains(test["status"] as? String))
        }
    }

    @Test(arguments: verdicts) func `JUnit's XML`(verdict: Verdict) throws {
        final class Reader: NSObject, XMLParserDelegate {
            var (counts, attributes): ([String: Int], [String: String]) = ([:], [:])
            func parser(
                _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
                attributes: [String: String] = [:]
            ) {
                counts[name, default: 0] += 1
                if name == "testsuite" { self.attributes = attributes }
            }
        }
        for audience in [Audience.student, .teacher] {
            let parser = XMLParser(data: Data(ReportFormat.junit.report(verdict, for: audience).utf8))
            let reader = Reader()
            parser.delegate = reader
            #expect(parser.parse(), "\(String(describing: parser.parserError))")
            #expect(reader.counts["testsuites"] == 1 && reader.counts["testsuite"] == 1)
            for (attribute, element) in [
                ("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"),
            ] {
                #expect(reader.attributes[attribute] == "\(reader.counts[element] ?? 0)", "\(attribute)")
            }
        }
    }

    @Test(arguments: verdicts) func `TAP`(verdict: Verdict) throws {
        let lines = ReportFormat.tap.report(verdict, for: .teacher).split(separator: "\n").map(String.init)
        #expect(lines[0] == "TAP version 14" && lines[1] == "1..4")
        let points = lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
        #expect(points.count == 4 && points.allSatisfy { $0.wholeMatch(of: #/(not )?ok \d+ - ([^#]|\\#)*/#) != nil })
        #expect(points.count { $0.hasPrefix("ok") } == verdict.checks.count { $0.outcome == .passed })
        // What is neither lies between the marks of a YAML block.
        let others = lines.dropFirst(2).filter { !points.contains($0) }
        #expect(others.allSatisfy { $0.hasPrefix("  ") } && others.count { $0 == "  ---" } == others.count { $0 == "  ..." })
    }

    @Test(arguments: verdicts) func `JSON has everything, and can be read back`(verdict: Verdict) throws {
        let text = ReportFormat.json.report(verdict, for: .student)
        #expect(try JSONDecoder().decode(Verdict.self, from: Data(text.utf8)) == verdict)
        #expect(try object(text)["score"] as? Int == verdict.score)
    }
}
