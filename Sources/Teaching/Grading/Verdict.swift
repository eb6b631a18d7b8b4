import Assembler
import Machine

/// What came of a submission. It exists before anything has run, with nothing earned, and is completed check by check.
package struct Verdict: Codable, Equatable, Sendable {
    package enum Status: String, Codable, Sendable {
        case passed, failed
        /// It could not be graded as it should, or the grader did not come to its end.
        case error
    }

    package let assignment: String
    package let title: String
    package let submission: String
    package let points: Int
    /// Why there is nothing to look at, or why grading ended before its end.
    package var problem: String?
    /// Stands for what was graded; empty as long as nothing was.
    package var digest = ""
    package var checks: [CheckResult]

    package var score: Int { checks.reduce(0) { $0 + $1.score } }

    /// Why it is an error, in a line.
    package var reason: String? {
        let errors = checks.filter { $0.outcome == .error }
        return (problem ?? errors.first?.remarks.first?.found)?.split(whereSeparator: \.isNewline).first.map {
            String($0.prefix(200))
        }
    }

    /// Passed is only where every check has run and passed.
    package var status: Status {
        if problem != nil || checks.isEmpty || checks.contains(where: { $0.outcome == .pending }) { return .error }
        if checks.allSatisfy({ $0.outcome == .passed }) { return .passed }
        return checks.contains { $0.outcome == .error } ? .error : .failed
    }

    private enum CodingKeys: String, CodingKey {
        case assignment, title, submission, points, problem, digest, checks, score, status
    }

    package init(_ assignment: Assignment, submission: String) {
        (self.assignment, title, points) = (assignment.id, assignment.title, assignment.points)
        self.submission = submission
        problem = "grading has not come to its end"
        checks = assignment.checks.map { CheckResult($0) }
    }

    /// Before the assignment has been read.
    package init(assignment: String, submission: String, problem: String = "grading has not begun") {
        (self.assignment, title, self.submission) = (assignment, assignment, submission)
        (points, self.problem, checks) = (0, problem, [])
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        assignment = try values.decode(String.self, forKey: .assignment)
        title = try values.decode(String.self, forKey: .title)
        submission = try values.decode(String.self, forKey: .submission)
        points = try values.decode(Int.self, forKey: .points)
        problem = try values.decodeIfPresent(String.self, forKey: .problem)
        digest = try values.decode(String.self, forKey: .digest)
        checks = try values.decode([CheckResult].self, forKey: .checks)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(assignment, forKey: .assignment)
        try values.encode(title, forKey: .title)
        try values.encode(submission, forKey: .submission)
        try values.encode(points, forKey: .points)
        try values.encodeIfPresent(problem, forKey: .problem)
        try values.encode(digest, forKey: .digest)
        try values.encode(checks, forKey: .checks)
        try values.encode(score, forKey: .score)
        try values.encode(status, forKey: .status)
    }
}

/// What came of one check.
package struct CheckResult: Codable, Equatable, Sendable {
    package enum Outcome: String, Codable, Sendable {
        case passed, failed
        /// The guest crashed or came to a limit, or there was nothing to run.
        case error
        /// What it needs has not passed.
        case blocked
        case pending
    }

    package let id: String
    package let title: String
    package let points: Int
    package let isHidden: Bool
    package let reveals: Bool
    package let hint: String?
    package var score = 0
    package var outcome = Outcome.pending
    package var remarks: [Remark] = []
    /// The program of the check is one.
    package var isAssembled = true
    /// Commands with which the same can be seen at the prompt.
    package var reproduction: String?

    /// Something that was found.
    package struct Remark: Codable, Hashable, Sendable {
        package let engine: String?
        /// For learners: how it is, without what was expected.
        package let found: String
        /// What was expected.
        package let wanted: String?

        package init(engine: String? = nil, found: String, wanted: String? = nil) {
            (self.engine, self.found, self.wanted) = (engine, found, wanted)
        }
    }

    init(_ check: Check) {
        (id, title, points) = (check.id, check.title, check.points)
        (isHidden, reveals, hint) = (check.isHidden, check.reveals, check.hint)
    }

    /// Several as one, of which no more is told than whether all have passed.
    fileprivate init(hidden checks: [CheckResult]) {
        (id, title) = ("others", "checks that are not shown")
        points = checks.reduce(0) { $0 + $1.points }
        score = checks.reduce(0) { $0 + $1.score }
        let outcomes = Set(checks.map(\.outcome))
        outcome = outcomes.count == 1 && outcomes != [.error] ? checks[0].outcome : .failed
        (isHidden, reveals, hint) = (false, false, nil)
        if outcome != .passed { remarks = [Remark(found: outcome == .failed ? "not all of them pass" : "not run")] }
    }
}

/// Who reads a report.
package enum Audience: Sendable {
    /// Neither hidden checks nor what was expected.
    case student
    case teacher
}

extension CheckResult {
    /// What is said to somebody, line by line.
    package func lines(for audience: Audience) -> [String] {
        guard outcome != .passed else { return [] }
        let isAll = audience == .teacher || reveals
        let said = remarks.map { remark in
            (remark.engine.map { "under \($0): " } ?? "") + remark.found
                + (isAll ? remark.wanted.map { "\nexpected: " + $0 } ?? "" : "")
        }.uniqued()
        // A hint is for who has something that runs.
        let more =
            (outcome == .failed ? hint.map { ["hint: " + $0] } ?? [] : [])
            + (reproduction.map { ["to see it, with the files that were given: " + $0] } ?? [])
        let lines = (said + more).flatMap { $0.split(whereSeparator: \.isNewline).map { Self.bounded(String($0).printable) } }
        return Array(lines.prefix(Self.mostLines))
    }

    /// What a submission writes must not make a report that nobody can read.
    private static let (mostLines, mostColumns) = (60, 200)

    private static func bounded(_ line: String) -> String {
        line.count <= mostColumns ? line : String(line.prefix(mostColumns)) + "…"
    }
}

extension Verdict {
    /// The checks as somebody sees them; those that learners do not see are one for them, so that no report says that all is well where
    /// it is not.
    package func checks(for audience: Audience) -> [CheckResult] {
        let hidden = checks.filter(\.isHidden)
        if audience == .teacher || hidden.isEmpty { return checks }
        return checks.filter { !$0.isHidden } + [CheckResult(hidden: hidden)]
    }
}
