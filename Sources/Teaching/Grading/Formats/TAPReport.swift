import Playground

/// The Test Anything Protocol, version 14.
struct TAPReport {
    let text: String

    init(_ verdict: Verdict, _ audience: Audience) {
        let checks = verdict.checks(for: audience)
        var lines = ["TAP version 14", "1..\(checks.count + (verdict.problem == nil ? 0 : 1))"]
        for (number, check) in checks.enumerated() {
            let isPassed = check.outcome == .passed
            lines.append("\(isPassed ? "ok" : "not ok") \(number + 1) - \(Self.escaped("\(check.id): \(check.title)"))")
            let said = check.lines(for: audience)
            if isPassed { continue }
            lines += ["  ---", "  score: \(check.score)", "  points: \(check.points)"]
            if !said.isEmpty { lines += ["  message: |"] + said.map { "    \($0)".trimmingTrailing } }
            lines.append("  ...")
        }
        if let problem = verdict.problem { lines.append("not ok \(checks.count + 1) - \(Self.escaped("grading: \(problem)"))") }
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("#", with: "\\#").replacing("\n", with: " ")
    }
}
