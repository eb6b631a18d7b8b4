import Playground

/// Proves an assignment: its starter does not pass, its reference solution gets all points under every engine, and each solution with
/// a known mistake gets the score that is said.
package struct AssignmentCheck: Sendable {
    package let assignment: Assignment
    /// What is not so.
    package private(set) var failures: [String] = []

    package init(_ assignment: Assignment) throws(UserError) {
        self.assignment = assignment
        let starter = try grade(assignment.starter)
        if starter.status == .passed { fail("the starter passes") }
        let solution = try grade(assignment.solution)
        if solution.status != .passed {
            fail("the reference solution gets \(solution.score) of \(assignment.points) points", solution)
        }
        for wrong in assignment.wrong {
            let verdict = try grade(assignment.path(of: wrong))
            if verdict.score != wrong.score {
                fail("the wrong solution '\(wrong.id)' gets \(verdict.score) points, and \(wrong.score) are said", verdict)
            }
        }
    }

    private func grade(_ path: String) throws(UserError) -> Verdict {
        try Grader(assignment, try SubmissionFiles(path, of: assignment)).grade(name: path)
    }

    private mutating func fail(_ text: String, _ verdict: Verdict? = nil) {
        failures.append(
            "\(assignment.folder): error: \(text)" + (verdict.map { "\n" + ReportFormat.text.report($0, for: .teacher) } ?? ""))
    }

    package var summary: String {
        "\(assignment.id): \(assignment.checks.count.counted("check")), \(assignment.points) points, "
            + "\(assignment.wrong.count.counted("wrong solution")), \(assignment.engines.joined(separator: " ")): "
            + (failures.isEmpty ? "all as it says" : "\(failures.count) not as it says")
    }
}
