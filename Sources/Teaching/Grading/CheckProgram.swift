import Assembler
import Foundation
import Playground

/// The program of a check: assembled once with somebody's files, and run under engines.
struct CheckProgram {
    private let check: Check
    private let assignment: Assignment
    private let values: [String: Int]
    let guest: GuestFile

    /// Throws where it does not assemble.
    init(_ check: Check, _ assignment: Assignment, _ submission: SubmissionFiles) throws(UserError) {
        (self.check, self.assignment) = (check, assignment)
        values = check.values(seed: assignment.seed)
        var files = submission.sources(for: assignment)
        if case .grader(let name, let bytes) = check.guest {
            // In its text, and not as symbols, which a submission could ask for.
            files.mains[name] = Array(String(decoding: bytes, as: UTF8.self).filled(values).utf8)
        }
        guest = try GuestFile(check.guest.name, from: files, ramSize: assignment.limits.memory << 20)
    }

    /// A workbench on which the commands of the check have been carried out. Throws where one fails.
    func run(_ engine: String) throws(UserError) -> Workbench {
        let bench = try Workbench()
        bench.files.isClosed = true
        try bench.useHost(assignment.host)
        bench.options.engine = engine
        bench.options.ramSize = assignment.limits.memory << 20
        bench.options.maxCycles = check.cycles
        try bench.load(guest, as: check.guest.name)
        // Whatever a source says that it is given.
        bench.options.input = Array(check.input.filled(values).utf8)
        try bench.reset()
        let limit = assignment.limits.output
        bench.isInterrupted = { [weak bench] in ((try? bench?.session)?.consoleOutput.count ?? 0) > limit }
        var failure: String?
        for command in check.commands where failure == nil {
            bench.execute(script: command.filled(values), name: nil, strict: true) { if $0.isFailure { failure = $0.text } }
        }
        if let failure { throw UserError(.failed, failure) }
        return bench
    }

    /// The counter that points depend on; 0 if they depend on none.
    func measure(_ bench: Workbench) throws(UserError) -> UInt64 {
        guard let counter = check.tiers?.counter else { return 0 }
        let session = try bench.session
        guard let value = try ValueReader.value(counter, session).read(session) else {
            throw UserError(.failed, "\(counter) has no value")
        }
        return value
    }

    /// What `expect` finds otherwise.
    func differences(_ bench: Workbench) throws(UserError) -> [Finding] {
        var differences: [Finding] = []
        for expectation in check.expectations {
            let finding = try bench.look(expectation.filled(values))
            if !finding.isSo { differences.append(finding) }
        }
        return differences
    }

    /// Whether the code that is not the learner's is what it was: who can change it can make it say anything.
    func othersCodeIsIntact(_ session: Session, own: Set<String>) -> Bool {
        let image = guest.image
        return image.sourceMap.allSatisfy { line in
            own.contains(image.files[line.file]) || image.word(at: line.load).map { session.guestWord(at: line.load) == $0 } ?? true
        }
    }
}
