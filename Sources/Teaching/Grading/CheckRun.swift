import Assembler
import Engines
import Foundation
import ISA
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

    /// What came of it. It passes only where it has run under every engine, and everything was found as it should be.
    var result: CheckResult {
        var result = CheckResult(check)
        var (first, worst) = (End?.none, UInt64(0))
        for engine in check.engines {
            let attempt = attempt(engine, first)
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
    private struct End: Equatable {
        let output: String
        let stop: String
        let exitCode: Int?
    }

    private struct Attempt {
        var remarks: [CheckResult.Remark] = []
        var isError = false
        var end: End?
        /// Of the counter that points depend on.
        var measure: UInt64 = 0

        mutating func note(_ found: String, wanted: String? = nil) { remarks.append(.init(found: found, wanted: wanted)) }
    }

    private func attempt(_ engine: String, _ first: End?) -> Attempt {
        var attempt = Attempt()
        do throws(UserError) {
            let bench = try bench(engine, submission)
            if let failure = run(bench, check.commands) { attempt.note("a command of the check fails", wanted: failure) }
            try look(at: try bench.session, &attempt, first, engine)
            for expectation in check.expectations {
                let finding = try bench.look(expectation.filled(values))
                if !finding.isSo { attempt.note(finding.found, wanted: finding.wanted) }
            }
            if let tiers = check.tiers {
                let session = try bench.session
                attempt.measure = try ValueReader.value(tiers.counter, session).read(session) ?? .max
            }
        } catch {
            // A source that does not assemble, or a guest that lacks what is to be looked at.
            attempt.isError = true
            attempt.note(error.text)
        }
        return attempt
    }

    /// A workbench with the guest at its beginning.
    private func bench(_ engine: String, _ submission: SubmissionFiles) throws(UserError) -> Workbench {
        let bench = try Workbench()
        bench.files = submission.sources(for: assignment)
        if case .grader(let name, let bytes) = check.guest { bench.files.mains[name] = bytes }
        bench.files.constants = values.mapValues { UInt32($0) }
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

    /// Carries commands out. The first failure.
    private func run(_ bench: Workbench, _ commands: [String]) -> String? {
        var failure: String?
        for command in commands where failure == nil {
            bench.execute(script: command.filled(values), name: nil, strict: true) { if $0.isFailure { failure = $0.text } }
        }
        return failure
    }

    private func look(at session: Session, _ attempt: inout Attempt, _ first: End?, _ engine: String) throws(UserError) {
        let report = RunReport(session, guest: "")
        let end = End(output: report.output, stop: report.stop, exitCode: report.exitCode)
        attempt.end = end
        if report.output.utf8.count > assignment.limits.output || session.lostOutput > 0 {
            attempt.isError = true
            attempt.note("more than \(assignment.limits.output.grouped) bytes of output")
        } else if report.stop == "limit", session.cycle >= check.cycles {
            attempt.isError = true
            attempt.note((["not at its end after \(check.cycles.grouped) cycles"] + report.report).joined(separator: "\n"))
        } else if ["triple-fault", "crash"].contains(report.stop), !check.expectations.contains(where: { $0.hasPrefix("stop ") }) {
            attempt.isError = true
            attempt.note(([report.stop] + report.report).joined(separator: "\n"))
        }
        lookAtOutput(end.output, &attempt)
        try lookAtInstructions(session, &attempt, engine)
        if check.same.contains(.engines), let first, first != end {
            attempt.note(
                "what comes is not the same under every engine: " + difference(end, first), wanted: "as under \(check.engines[0])")
        }
        if check.same.contains(.solution) {
            let reference = try bench(engine, try SubmissionFiles(assignment.solution, of: assignment))
            _ = run(reference, check.commands)
            let wanted = RunReport(try reference.session, guest: "")
            let wantedEnd = End(output: wanted.output, stop: wanted.stop, exitCode: wanted.exitCode)
            if end != wantedEnd { attempt.note(difference(end, wantedEnd), wanted: Self.text(wantedEnd)) }
        }
    }

    private func lookAtOutput(_ output: String, _ attempt: inout Attempt) {
        if let wanted = check.output {
            let comparison = OutputComparison(output, wanted: wanted.filled(values), isExact: check.isExact)
            if comparison.difference != nil { attempt.note(comparison.found, wanted: comparison.expected) }
        }
        if let pattern = check.pattern, let regex = try? Regex(pattern.filled(values)), !output.contains(regex) {
            attempt.note("the output lacks something", wanted: "output that matches \(pattern.filled(values))")
        }
    }

    private func difference(_ end: End, _ wanted: End) -> String {
        let comparison = OutputComparison(end.output, wanted: wanted.output, isExact: false)
        return comparison.difference == nil ? Self.text(end) : comparison.found
    }

    private static func text(_ end: End) -> String { end.stop + (end.exitCode.map { " \($0)" } ?? "") }

    // MARK: Instructions

    private func lookAtInstructions(_ session: Session, _ attempt: inout Attempt, _ engine: String) throws(UserError) {
        let contained = session.image.mnemonics.intersection(check.mustNotContain)
        if !contained.isEmpty { attempt.note("the program contains \(contained.sorted().joined(separator: ", "))") }
        // A translation executes other instructions than the guest has.
        guard !check.mustNotExecute.isEmpty, engine != "bt" else { return }
        let executed = try ExecutedInstructions(session.image, session.options).mnemonics.intersection(check.mustNotExecute)
        if !executed.isEmpty { attempt.note("it executes \(executed.sorted().joined(separator: ", "))") }
    }

    // MARK: Seeing it again

    /// Commands for the prompt, where the learner has all that is run.
    private func reproduction(_ engine: String) -> String? {
        guard case .own(let name) = check.guest else { return nil }
        let setup = ["host \(assignment.host)", "engine \(engine)", "load \(name)"]
        let input = check.input.filled(values)
        let commands =
            input.isEmpty ? check.commands : ["send \"\(input.printable)\""] + check.commands.map { $0 == "run" ? "continue" : $0 }
        let constants = values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        return "ringside -c '" + (setup + commands.map { $0.filled(values) }).joined(separator: "; ") + "'"
            + (constants.isEmpty ? "" : ", with \(constants.joined(separator: ", "))")
    }
}

extension Image {
    /// Of all instructions that stand in the source.
    fileprivate var mnemonics: Set<String> {
        var found: Set<String> = []
        for line in sourceMap {
            guard let segment = segments.first(where: { $0.load <= line.load && line.load < $0.load + UInt32($0.bytes.count) })
            else {
                continue
            }
            let offset = Int(line.load - segment.load)
            guard offset + 4 <= segment.bytes.count else { continue }
            let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(segment.bytes[offset + $1]) << UInt32(8 * $1) }
            if let decoded = Decoded(word: word) { found.insert(decoded.instruction.row.mnemonic) }
        }
        return found
    }
}

/// What a guest executes from its beginning to its end, found by watching every instruction.
private struct ExecutedInstructions {
    private(set) var mnemonics: Set<String> = []

    private static let slice: UInt64 = 100_000

    init(_ image: Image, _ options: RunOptions) throws(UserError) {
        let session = try Session(image, options)
        var words: Set<UInt32> = []
        session.withHost {
            $0.events.capacity = .max
            $0.events.mask = .instruction
        }
        while case .budget = session.stop, session.cycle < options.maxCycles {
            session.run(cycles: min(Self.slice, options.maxCycles - session.cycle))
            for event in session.withHost({ $0.events.drain() }) {
                if case .instruction(let word) = event.kind { words.insert(word) }
            }
        }
        for word in words { Decoded(word: word).map { _ = mnemonics.insert($0.instruction.row.mnemonic) } }
    }
}
