import Foundation
import Playground

/// Grades a submission in a process of its own: whatever happens there, the others go on.
package struct GradingProcess: Sendable {
    private let program: URL
    private let assignment: Assignment
    private let out: String

    /// Real seconds of a processor, and bytes of address space: no submission comes near, as its cycles, its source and its memory are
    /// bounded; this is for what nobody has thought of.
    private static let (seconds, bytes): (rlim_t, rlim_t) = (60, 8 << 30)

    /// `program`: what has the command `grade`.
    package init(_ program: URL, _ assignment: Assignment, out: String) {
        (self.program, self.assignment, self.out) = (program, assignment, out)
    }

    /// In the process itself.
    package static func boundItself() {
        var time = rlimit(rlim_cur: seconds, rlim_max: seconds + 10)
        var space = rlimit(rlim_cur: bytes, rlim_max: bytes)
        #if os(Linux)
            setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &time)
            setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
        #else
            setrlimit(RLIMIT_CPU, &time)
            setrlimit(RLIMIT_AS, &space)
        #endif
    }

    @Sendable package func grade(_ name: String, _ path: String) -> Verdict {
        let file = Gradebook.result(name, in: out)
        try? FileManager.default.removeItem(atPath: file)
        let process = Process()
        process.executableURL = program
        process.arguments = ["grade", "run", "--of-many", "--format", "json", "--out", file, "--", assignment.place, path]
        process.standardOutput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        do {
            try process.run()
        } catch {
            return failed(name, "the grader cannot be started", file)
        }
        let said = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        let isDone = process.terminationReason == .exit && [0, UserError.Kind.failed.rawValue].contains(process.terminationStatus)
        let verdict = FileManager.default.contents(atPath: file).flatMap { try? JSONDecoder().decode(Verdict.self, from: $0) }
        if isDone, let verdict, verdict.submission == name { return verdict }
        if process.terminationReason == .uncaughtSignal, process.terminationStatus == SIGXCPU {
            return failed(
                name, "more than \(Self.seconds) seconds of a processor", file,
                digest: (try? SubmissionFiles(path, of: assignment, followsLink: false))?.digest(assignment))
        }
        let reason =
            process.terminationReason == .exit
            ? String(decoding: said.prefix(500), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            : "signal \(process.terminationStatus)"
        return failed(name, "the grader itself failed: \(reason)", file)
    }

    /// With a digest it is the submission that failed, and is not tried again.
    private func failed(_ name: String, _ problem: String, _ file: String, digest: String? = nil) -> Verdict {
        var verdict = Verdict(assignment, submission: name)
        (verdict.problem, verdict.digest) = (problem, digest ?? "")
        try? Files.replace(Array(ReportFormat.json.report(verdict, for: .teacher).utf8), at: file)
        return verdict
    }
}
