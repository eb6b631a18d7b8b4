import Foundation
import Playground

/// What GitHub Classroom's reporter reads (classroom-resources/autograding-grading-reporter): a line `result=` with JSON in Base64,
/// to be appended to the file that GITHUB_OUTPUT names.
struct ClassroomReport {
    private struct Test: Encodable {
        let name: String
        let status: String
        let score: Int
        let message: String
        let testCode = ""
        let filename = ""
        let lineNo = 0
    }

    private struct Result: Encodable {
        let version = 1
        let status: String
        let maxScore: Int
        let tests: [Test]
    }

    let text: String

    init(_ verdict: Verdict, _ audience: Audience) {
        var tests = verdict.checks(for: audience).map { check in
            Test(
                name: "\(check.id): \(check.title)", status: Self.status(check.outcome), score: check.score,
                message: check.lines(for: audience).joined(separator: "\n"))
        }
        if let problem = verdict.problem { tests.append(Test(name: "grading", status: "error", score: 0, message: problem)) }
        let status = [.passed: "pass", .failed: "fail", .error: "error"][verdict.status] ?? "error"
        let json = JSON.line(Result(status: status, maxScore: verdict.points, tests: tests), keys: .convertToSnakeCase)
        text = "result=" + Data(json.utf8).base64EncodedString() + "\n"
    }

    private static func status(_ outcome: CheckResult.Outcome) -> String {
        switch outcome {
        case .passed: "pass"
        case .failed: "fail"
        case .error, .blocked, .pending: "error"
        }
    }
}
