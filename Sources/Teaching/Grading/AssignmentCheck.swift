import Foundation
import Playground

/// Proves an assignment: its starter does not pass, its reference solution gets all points under every engine, and each solution with
/// a known mistake gets the score that is said. All of them assemble: what cannot run proves nothing.
package struct AssignmentCheck: Sendable {
    package let assignment: Assignment
    /// What is not so.
    package private(set) var failures: [String] = []

    package init(_ assignment: Assignment) throws(UserError) {
        self.assignment = assignment
        checkFiles()
        if try grade("starter", assignment.starter).status == .passed { fail("the starter passes") }
        let solution = try grade("solution", assignment.solution)
        if solution.status != .passed {
            fail("the reference solution gets \(solution.score) of \(assignment.points) points", solution)
        }
        for wrong in assignment.wrong {
            let files = try SubmissionFiles(assignment.solution, of: assignment).changed(by: assignment.diff(of: wrong))
            let verdict = try grade(wrong.id, files)
            if verdict.score == wrong.score { continue }
            fail(
                "the wrong solution '\(wrong.id)' (\(wrong.why)) gets \(verdict.score) points, and \(wrong.score) are said", verdict
            )
        }
    }

    /// The handout is there, and nothing lies about that nobody proves.
    private mutating func checkFiles() {
        if !FileManager.default.fileExists(atPath: assignment.place + "/README.md") { fail("README.md, the handout, is missing") }
        let diffs = (try? FileManager.default.contentsOfDirectory(atPath: assignment.place + "/wrong")) ?? []
        for name in diffs.sorted() where !assignment.wrong.contains(where: { $0.id + ".diff" == name }) {
            fail("wrong/\(name) is not in the list of wrong solutions")
        }
    }

    private mutating func grade(_ name: String, _ path: String) throws(UserError) -> Verdict {
        try grade(name, try SubmissionFiles(path, of: assignment))
    }

    private mutating func grade(_ name: String, _ files: SubmissionFiles) throws(UserError) -> Verdict {
        let verdict = try Grader(assignment, files).grade(name: name)
        if let problem = verdict.problem {
            fail("\(name): \(problem)")
        } else if let check = verdict.checks.first(where: { !$0.isAssembled }) {
            fail("\(name) does not assemble:\n" + check.lines(for: .teacher).joined(separator: "\n"))
        }
        return verdict
    }

    private mutating func fail(_ text: String, _ verdict: Verdict? = nil) {
        failures.append(
            "\(assignment.place)/\(AssignmentFile.name): error: \(text)"
                + (verdict.map { "\n" + ReportFormat.text.report($0, for: .teacher) } ?? ""))
    }

    package var summary: String {
        "\(assignment.id): \(assignment.checks.count.counted("check")), \(assignment.points) points, "
            + "\(assignment.wrong.count.counted("wrong solution")), \(assignment.engines.joined(separator: " ")): "
            + (failures.isEmpty ? "all as it says" : "\(failures.count) not as it says")
    }
}
