import Assembler
import Foundation
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
        var result = CheckResult(check)
        var (first, worst) = (End?.none, UInt64(0))
        for engine in check.engines {
            let attempt = try attempt(engine, first)
            if !attempt.remarks.isEmpty {
                result.outcome = attempt.isError ? .error : .failed
                result.remarks = attempt.remarks.map { .init(engine: engine, found: $0.found, wanted: $0.wanted) }
                result.reproduction = reproduction(engine)
                return result
            }
            first = first ?? attempt.end
            worst = max(worst, attempt.measure)
        }
        grade(&result, worst)
        return result
    }

    private func grade(_ result: inout CheckResult, _ worst: UInt64) {
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

    // MARK: One engine

    /// How a run ended, as far as it can be compared with another's.
    private struct End {
        let output: String
        let stop: String
        let exitCode: Int?

        init(_ report: RunReport) { (output, stop, exitCode) = (report.output, report.stop, report.exitCode) }

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
        /// Of the counter that points depend on.
        var measure: UInt64 = 0

        mutating func note(_ found: String, wanted: String? = nil) { remarks.append(.init(found: found, wanted: wanted)) }
    }

    /// Learners are shown the program that they have, and no other.
    private var isGuestShown: Bool {
        if case .own = check.guest { true } else { check.reveals }
    }

    private func attempt(_ engine: String, _ first: End?) throws(UserError) -> Attempt {
        var attempt = Attempt()
        let bench: Workbench
        do throws(UserError) {
            bench = try loaded(engine, submission)
        } catch {
            attempt.isError = true
            attempt.note(isGuestShown ? error.text : ownDiagnostics(error.text), wanted: isGuestShown ? nil : error.text)
            return attempt
        }
        do throws(UserError) {
            try run(bench, check.commands)
            try look(at: try bench.session, &attempt, first, engine)
            attempt.measure = try measure(bench, &attempt)
        } catch {
            try holdAgainstSolution(engine)
            attempt.isError = true
            attempt.note("what is looked at is not there", wanted: error.text)
        }
        return attempt
    }

    /// Of what an assembler has to say, the lines on the learner's own files.
    private func ownDiagnostics(_ text: String) -> String {
        let own = text.split(separator: "\n").filter { line in submission.files.keys.contains { line.hasPrefix($0 + ":") } }
        return (["it does not assemble together with the program of this check"] + own.map(String.init)).joined(separator: "\n")
    }

    private func measure(_ bench: Workbench, _ attempt: inout Attempt) throws(UserError) -> UInt64 {
        for expectation in check.expectations {
            let finding = try bench.look(expectation.filled(values))
            if !finding.isSo { attempt.note(finding.found, wanted: finding.wanted) }
        }
        guard let tiers = check.tiers else { return 0 }
        let session = try bench.session
        return try ValueReader.value(tiers.counter, session).read(session) ?? .max
    }

    /// What cannot be looked at here must be there in the reference solution; else it is nothing that a submission can have.
    private func holdAgainstSolution(_ engine: String) throws(UserError) {
        do throws(UserError) {
            let bench = try loaded(engine, try SubmissionFiles(assignment.solution, of: assignment))
            try run(bench, check.commands)
            var attempt = Attempt()
            _ = try measure(bench, &attempt)
        } catch {
            throw UserError(.badInput, "\(assignment.place): error: the check '\(check.id)' does not work: \(error.text)")
        }
    }

    /// A workbench with the guest at its beginning.
    private func loaded(_ engine: String, _ submission: SubmissionFiles) throws(UserError) -> Workbench {
        let bench = try Workbench()
        bench.files = submission.sources(for: assignment)
        if case .grader(let name, let bytes) = check.guest {
            // In its text, and not as symbols, which a submission could ask for.
            bench.files.mains[name] = Array(String(decoding: bytes, as: UTF8.self).filled(values).utf8)
        }
        try bench.useHost(assignment.host)
        bench.options.engine = engine
        bench.options.ramSize = assignment.limits.memory << 20
        bench.options.maxCycles = check.cycles
        try bench.load(check.guest.name)
        // Whatever a source says that it is given.
        bench.options.input = Array(check.input.filled(values).utf8)
        try bench.reset()
        let limit = assignment.limits.output
        bench.isInterrupted = { [weak bench] in ((try? bench?.session)?.consoleOutput.count ?? 0) > limit }
        return bench
    }

    private func run(_ bench: Workbench, _ commands: [String]) throws(UserError) {
        var failure: String?
        for command in commands where failure == nil {
            bench.execute(script: command.filled(values), name: nil, strict: true) { if $0.isFailure { failure = $0.text } }
        }
        if let failure { throw UserError(.failed, failure) }
    }

    // MARK: What is looked at

    private func look(at session: Session, _ attempt: inout Attempt, _ first: End?, _ engine: String) throws(UserError) {
        let report = RunReport(session, guest: "")
        let end = End(report)
        attempt.end = end
        if report.output.utf8.count > assignment.limits.output || session.lostOutput > 0 {
            attempt.isError = true
            attempt.note("more than \(assignment.limits.output.grouped) bytes of output")
        } else if report.stop == "limit", session.cycle >= check.cycles {
            attempt.isError = true
            let place = isGuestShown ? report.report : []
            attempt.note((["not at its end after \(check.cycles.grouped) cycles"] + place).joined(separator: "\n"))
        } else if ["triple-fault", "crash"].contains(report.stop), !check.expectations.contains(where: { $0.hasPrefix("stop ") }) {
            attempt.isError = true
            attempt.note(([report.stop] + (isGuestShown ? report.report : [])).joined(separator: "\n"))
        }
        lookAtOutput(end.output, &attempt)
        try lookAtInstructions(session, &attempt, engine)
        if check.same.contains(.engines), let first, !end.isLike(first) {
            attempt.note(
                "what comes is not the same under every engine" + (isGuestShown ? ": " + end.difference(from: first) : ""),
                wanted: "as under \(check.engines[0]): \(first.text)")
        }
        if check.same.contains(.solution) {
            let reference = try loaded(engine, try SubmissionFiles(assignment.solution, of: assignment))
            try run(reference, check.commands)
            let wanted = End(RunReport(try reference.session, guest: ""))
            if end.isLike(wanted) { return }
            attempt.note(isGuestShown ? end.difference(from: wanted) : "it does not end as it should", wanted: wanted.text)
        }
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
        let executed = engine == "bt" ? [] : try ExecutedInstructions(session.image, session.options).mnemonics
        let contained = session.image.mnemonics.union(executed).intersection(check.mustNotContain)
        if !contained.isEmpty { attempt.note("the program contains \(contained.sorted().joined(separator: ", "))") }
        let forbidden = executed.intersection(check.mustNotExecute)
        if !forbidden.isEmpty { attempt.note("it executes \(forbidden.sorted().joined(separator: ", "))") }
    }

    // MARK: Seeing it again

    /// Commands for the prompt, where the learner has all that is run.
    private func reproduction(_ engine: String) -> String? {
        guard case .own(let name) = check.guest else { return nil }
        let input = check.input.filled(values)
        let setup = ["host \(assignment.host)", "engine \(engine)", "set max-cycles \(check.cycles)", "load \(name)"]
        let commands =
            input.isEmpty ? check.commands : ["send \"\(input.printable)\""] + check.commands.map { $0 == "run" ? "continue" : $0 }
        return "ringside -c '" + (setup + commands.map { $0.filled(values) }).joined(separator: "; ") + "'"
    }
}
