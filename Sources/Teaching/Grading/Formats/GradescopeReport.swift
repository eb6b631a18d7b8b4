import Playground

/// What Gradescope reads from `/autograder/results/results.json` (gradescope-autograders.readthedocs.io, "specs"). Hidden checks are
/// there with their visibility; what learners can see has no expected values in it.
struct GradescopeReport {
    private struct Test: Encodable {
        let name: String
        let number: String
        let score: Int
        let maxScore: Int
        let status: String
        let output: String
        let outputFormat = "text"
        let visibility: String
    }

    private struct Results: Encodable {
        let score: Int
        let output: String
        let outputFormat = "text"
        let stdoutVisibility = "hidden"
        let tests: [Test]
    }

    let text: String

    init(_ verdict: Verdict) {
        let tests = verdict.checks.enumerated().map { number, check in
            Test(
                name: "\(check.id): \(check.title)", number: "\(number + 1)", score: check.score, maxScore: check.points,
                status: check.outcome == .passed ? "passed" : "failed",
                output: check.lines(for: check.isHidden ? .teacher : .student).joined(separator: "\n"),
                visibility: check.isHidden ? "hidden" : "visible")
        }
        text =
            JSON.text(Results(score: verdict.score, output: verdict.problem ?? "", tests: tests), keys: .convertToSnakeCase) + "\n"
    }
}
