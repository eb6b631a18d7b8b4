import Assembler
import Playground

/// A verdict for people: GOOD, BAD or MISSING for each check, what was found, and how to see it again.
struct TextReport {
    let text: String

    init(_ verdict: Verdict, _ audience: Audience) {
        let checks = verdict.checks(for: audience)
        var lines = ["\(verdict.submission.printable): \(verdict.title), \(verdict.score) of \(verdict.points) points"]
        if let problem = verdict.problem { lines.append("MISSING  \(problem)") }
        for check in checks {
            let points = "\(check.score)/\(check.points)".leftPadded(6)
            lines.append("\(Self.word(check).padded(8)) \(check.id.padded(22))\(points)  \(check.title)")
            lines += check.lines(for: audience).map { "         " + $0 }
        }
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func word(_ check: CheckResult) -> String {
        switch check.outcome {
        case .passed: "GOOD"
        case .failed, .error: "BAD"
        case .blocked, .pending: "MISSING"
        }
    }
}
