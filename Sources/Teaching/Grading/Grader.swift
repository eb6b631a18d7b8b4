import Machine
import Playground

/// Grades a submission: each check under each engine, on a workbench of its own.
package struct Grader {
    private let assignment: Assignment
    private let submission: SubmissionFiles

    package init(_ assignment: Assignment, _ submission: SubmissionFiles) {
        (self.assignment, self.submission) = (assignment, submission)
    }

    /// `report` gets the verdict before anything has run, with nothing earned, and after each check. Throws what it throws, and where
    /// the assignment itself is at fault.
    package func grade(
        name: String, report: (Verdict) throws(UserError) -> Void = { (_) throws(UserError) in }
    ) throws(UserError) -> Verdict {
        var verdict = Verdict(assignment, submission: name)
        verdict.digest = submission.digest(assignment)
        try report(verdict)
        if let problem = submission.problem {
            verdict.problem = problem
            try report(verdict)
            return verdict
        }
        do throws(UserError) {
            try run(&verdict, report)
        } catch {
            verdict.problem = error.text
            try report(verdict)
            throw error
        }
        verdict.problem = nil
        try report(verdict)
        return verdict
    }

    private func run(_ verdict: inout Verdict, _ report: (Verdict) throws(UserError) -> Void) throws(UserError) {
        for (index, check) in assignment.checks.enumerated() {
            let failed = check.needs.filter { need in !verdict.checks.contains { $0.id == need && $0.outcome == .passed } }
            if failed.isEmpty {
                verdict.checks[index] = try CheckRun(check, assignment, submission).result()
            } else {
                verdict.checks[index].outcome = .blocked
                // What is not shown has no name, either.
                let names = failed.map { id in
                    assignment.checks.contains { $0.id == id && $0.isHidden } ? "a check that is not shown" : id
                }
                verdict.checks[index].remarks = [.init(found: "not run, because of \(names.uniqued().joined(separator: ", "))")]
            }
            try report(verdict)
        }
    }
}
