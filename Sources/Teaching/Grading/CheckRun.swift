import Assembler
import Foundation
import Machine
import Playground

/// One check on one submission.
struct CheckRun {
    private let check: Check
    private let assignment: Assignment
    private let submission: SubmissionFiles
    private let values: [String: Int]

    init(_ check: Check, _ assignment: Assignment, _ submission: SubmissionFiles) {
        (self.check, self.assignment, self.submission) = (check, assignment, submission)
        values = check.values(seed: assignment.seed)
    }

    /// What came of it. It passes only where it has run under every engine, and everything was found as it should be. Throws where
    /// the assignment is at fault: what is to be looked at is not to be had of its reference solution, either.
    func result() throws(UserError) -> CheckResult {
        let program: CheckProgram
        do throws(UserError) {
            program = try CheckProgram(check, assignment, submission)
        } catch {
            if !check.guest.isOwn { _ = try solution() }
            return unassembled(error.text)
        }
        var result = CheckResult(check)
        var (first, worst) = (End?.none, UInt64(0))
        for engine in check.engines {
            let attempt = try attempt(program, engine, first)
            if !attempt.remarks.isEmpty {
                result.outcome = attempt.isError ? .error : .failed
                result.remarks = attempt.remarks.map { .init(engine: engine, found: $0.found, wanted: $0.wanted) }.uniqued()
                result.reproduction = reproduction(engine)
                return result
            }
            first = first ?? attempt.end
            worst = max(worst, attempt.measure)
        }
        score(&result, worst)
        return result
    }

    private func score(_ result: inout CheckResult, _ worst: UInt64) {
        guard let tiers = check.tiers else {
            (result.outcome, result.score) = (.passed, check.points)
            return
        }
        result.score = tiers.steps.first { worst <= $0.most }?.points ?? 0
        result.outcome = result.score == check.points ? .passed : .failed
        guard result.outcome == .failed else { return }
        let steps = tiers.steps.map { "\($0.points) points up to \($0.most.grouped)" }.joined(separator: ", ")
        result.remarks = [.init(found: "\(tiers.counter) is \(worst.grouped)", wanted: steps)]
        result.reproduction = reproduction(check.engines[0])
    }

    private func unassembled(_ text: String) -> CheckResult {
        var result = CheckResult(check)
        (result.outcome, result.isAssembled) = (.error, false)
        if isGuestShown {
            result.remarks = [.init(found: text)]
            result.reproduction = reproduction(check.engines[0])
        } else {
            // Of what the assembler has to say, the lines on the learner's own files.
            let own = text.split(separator: "\n").filter { line in submission.files.keys.contains { line.hasPrefix($0 + ":") } }
            let found = ["it does not assemble together with the program of this check"] + own.map(String.init)
            result.remarks = [.init(found: found.joined(separator: "\n"), wanted: "a program that assembles:\n" + text)]
        }
        return result
    }

    /// Throws where the assignment is at fault.
    private func solution() throws(UserError) -> CheckProgram {
        do throws(UserError) {
            return try CheckProgram(check, assignment, try SubmissionFiles(assignment.solution, of: assignment))
        } catch {
            throw fault(error)
        }
    }

    private func fault(_ error: UserError) -> UserError {
        UserError(
            .badInput, "\(assignment.place)/\(AssignmentFile.name): error: the check '\(check.id)' does not work: \(error.text)")
    }

    /// What cannot be looked at here must be there in the reference solution; else it is nothing that a submission can have.
    private func holdAgainstSolution(_ engine: String) throws(UserError) {
        let solution = try solution()
        do throws(UserError) {
            let bench = try solution.run(engine)
            _ = (try solution.differences(bench), try solution.measure(bench))
        } catch {
            throw fault(error)
        }
    }

    // MARK: One engine

    /// How a run ended, as far as it can be compared with another's.
    private struct End {
        let output: String
        let stop: String
        let exitCode: Int?

        init(_ session: Session) {
            let report = RunReport(session, guest: "")
            (output, stop, exitCode) = (report.output, report.stop, report.exitCode)
        }

        /// White space does not count, as with what a check says.
        func isLike(_ other: End) -> Bool {
            stop == other.stop && exitCode == other.exitCode
                && OutputComparison(output, wanted: other.output, isExact: false).difference == nil
        }

        var text: String { stop + (exitCode.map { " \($0)" } ?? "") }

        /// How it is not like another.
        func difference(from wanted: End) -> String {
            let comparison = OutputComparison(output, wanted: wanted.output, isExact: false)
            return comparison.difference == nil ? "it ends with \(text)" : comparison.found
        }
    }

    private struct Attempt {
        var remarks: [CheckResult.Remark] = []
        var isError = false
        var end: End?
        var measure: UInt64 = 0

        mutating func note(_ found: String, wanted: String? = nil) { remarks.append(.init(found: found, wanted: wanted)) }
    }

    /// Learners are shown the program that they have, and no other; nor what it holds.
    private var isGuestShown: Bool { check.guest.isOwn || check.reveals }

    private func attempt(_ program: CheckProgram, _ engine: String, _ first: End?) throws(UserError) -> Attempt {
        var attempt = Attempt()
        do throws(UserError) {
            let bench = try program.run(engine)
            let session = try bench.session
            lookAtEnd(session, &attempt)
            // What else is to be found after that says nothing.
            if attempt.isError { return attempt }
            let end = End(session)
            attempt.end = end
            lookAtOutput(end.output, &attempt)
            try lookAtInstructions(session, &attempt, engine)
            try compare(end, first, engine, &attempt)
            for finding in try program.differences(bench) {
                attempt.note(
                    isGuestShown ? finding.found : "it is not at its end what it should be",
                    wanted: isGuestShown ? finding.wanted : "\(finding.wanted), and \(finding.found)")
            }
            if !program.othersCodeIsIntact(session, own: Set(submission.files.keys)) {
                attempt.note("it has changed code that is not its own")
            }
            attempt.measure = try program.measure(bench)
        } catch {
            try holdAgainstSolution(engine)
            attempt.isError = true
            attempt.note("what is looked at is not there", wanted: error.text)
        }
        return attempt
    }

    /// A crash or a limit, unless that is what is expected.
    private func lookAtEnd(_ session: Session, _ attempt: inout Attempt) {
        let report = RunReport(session, guest: "")
        var lines: [String] = []
        if report.output.utf8.count > assignment.limits.output || session.lostOutput > 0 {
            lines = ["more than \(assignment.limits.output.grouped) bytes of output"]
        } else if report.stop == "limit", session.cycle >= check.cycles {
            lines = ["not at its end after \(check.cycles.grouped) cycles"] + report.report
        } else if ["triple-fault", "crash"].contains(report.stop),
            !check.expectations.contains(where: { $0.hasPrefix("stop " + report.stop) })
        {
            lines = [report.stop] + report.report
        }
        guard !lines.isEmpty else { return }
        attempt.isError = true
        attempt.note(lines.prefix(isGuestShown ? 40 : 2).joined(separator: "\n"))
    }

    private func lookAtOutput(_ output: String, _ attempt: inout Attempt) {
        if let wanted = check.output {
            let comparison = OutputComparison(output, wanted: wanted.filled(values), isExact: check.isExact)
            if comparison.difference != nil {
                attempt.note(isGuestShown ? comparison.found : comparison.place, wanted: comparison.expected)
            }
        }
        if let pattern = check.pattern, let regex = try? Regex(pattern.filled(values)), !output.contains(regex) {
            attempt.note("the output lacks something", wanted: "output that matches \(pattern.filled(values))")
        }
    }

    private func lookAtInstructions(_ session: Session, _ attempt: inout Attempt, _ engine: String) throws(UserError) {
        if check.mustNotContain.isEmpty, check.mustNotExecute.isEmpty { return }
        // A translation executes other instructions than the guest has.
        let executed = engine == "bt" ? [] : try ExecutedInstructions(session.image, session.options).all
        let contained = session.image.instructions.union(executed).names(among: check.mustNotContain)
        if !contained.isEmpty { attempt.note("the program contains \(contained.joined(separator: ", "))") }
        let forbidden = executed.names(among: check.mustNotExecute)
        if !forbidden.isEmpty { attempt.note("it executes \(forbidden.joined(separator: ", "))") }
    }

    private func compare(_ end: End, _ first: End?, _ engine: String, _ attempt: inout Attempt) throws(UserError) {
        if check.same.contains(.engines), let first, !end.isLike(first) {
            attempt.note(
                "what comes is not the same under every engine" + (isGuestShown ? ": " + end.difference(from: first) : ""),
                wanted: "as under \(check.engines[0]): \(first.text)")
        }
        guard check.same.contains(.solution) else { return }
        let reference = try solution().run(engine)
        let wanted = End(try reference.session)
        if end.isLike(wanted) { return }
        attempt.note(isGuestShown ? end.difference(from: wanted) : "it does not end as it should", wanted: wanted.text)
    }

    // MARK: Seeing it again

    /// Commands for the prompt, where the learner has all that is run.
    private func reproduction(_ engine: String) -> String? {
        guard check.guest.isOwn else { return nil }
        let input = check.input.filled(values)
        let setup = ["host \(assignment.host)", "engine \(engine)", "set max-cycles \(check.cycles)", "load \(check.guest.name)"]
        let commands =
            input.isEmpty ? check.commands : ["send \"\(input.printable)\""] + check.commands.map { $0 == "run" ? "continue" : $0 }
        return "ringside -c '" + (setup + commands.map { $0.filled(values) }).joined(separator: "; ") + "'"
    }
}
