import Playground

/// Grades a submission: each check under each engine, on a workbench of its own.
package struct Grader {
    private let assignment: Assignment
    private let submission: SubmissionFiles

    package init(_ assignment: Assignment, _ submission: SubmissionFiles) {
        (self.assignment, self.submission) = (assignment, submission)
    }

    /// `report` gets the verdict before anything has run, with nothing earned, and after each check.
    package func grade(
        name: String, report: (Verdict) throws(UserError) -> Void = { (_) throws(UserError) in }
    ) throws(UserError) -> Verdict {
        var verdict = Verdict(assignment, submission: name)
        try report(verdict)
        if let problem = submission.problem {
            verdict.problem = problem
            try report(verdict)
            return verdict
        }
        for (index, check) in assignment.checks.enumerated() {
            let failed = check.needs.filter { need in !verdict.checks.contains { $0.id == need && $0.outcome == .passed } }
            if failed.isEmpty {
                verdict.checks[index] = CheckRun(check, assignment, submission).result
            } else {
                verdict.checks[index].outcome = .blocked
                verdict.checks[index].remarks = [.init(found: "not run, because of \(failed.joined(separator: ", "))")]
            }
            try report(verdict)
        }
        verdict.problem = nil
        try report(verdict)
        return verdict
    }
}
