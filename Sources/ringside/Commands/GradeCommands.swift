import ArgumentParser
import Foundation
import Playground
import Synchronization
import Teaching

struct GradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade", abstract: "Grade submissions of an assignment.",
        discussion: """
            Exit status: 0 if everything passed, 1 if not, 64 or more if the grader itself could not work.
            """,
        subcommands: [Grade.self, Merge.self], defaultSubcommand: Grade.self)

    struct Grade: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Grade one submission, or many into a folder.",
            discussion: """
                One submission is a folder or a file; its report goes to standard output, or to the file --out, which exists from the \
                beginning, with nothing earned. Several submissions, or those in a folder (--each), go to the folder --out: gradebook.csv, \
                log.jsonl and results/. What is there already is not graded again unless something has changed. Reports for students \
                (text, classroom, junit, tap without --teacher) have neither hidden checks nor expected values; json has everything.
                """)
        @Argument(help: "The assignment's folder.") var assignment: String
        @Argument(help: "Submissions: folders or files.") var submissions: [String] = []
        @Option(help: "A folder; each entry is a submission.") var each: [String] = []
        @Option(help: "How to report one submission: \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
        var format: ReportFormat = .text
        @Option(help: "Where to write: a file for one submission, a folder for many.") var out: String?
        @Flag(help: "Report to a teacher: hidden checks and expected values, too.") var teacher = false
        @Option(help: "Of many, grade only part I of N, as I/N.") var shard: String?
        @Option(help: "Of many, grade so many at a time.") var jobs = ProcessInfo.processInfo.activeProcessorCount

        func run() throws {
            let assignment = try AssignmentFile.read(assignment)
            if each.isEmpty, submissions.count == 1 { return try gradeOne(assignment, submissions[0]) }
            guard !each.isEmpty || !submissions.isEmpty else { throw UserError(.usage, "grade: a submission is missing") }
            guard let out else { throw UserError(.usage, "grade: many submissions need a folder for their results: --out FOLDER") }
            try gradeMany(assignment, into: out)
        }

        private func gradeOne(_ assignment: Assignment, _ path: String) throws {
            if shard != nil { throw UserError(.usage, "grade: --shard is for many submissions (--each)") }
            let files = try SubmissionFiles(path, of: assignment)
            let audience: Audience = teacher ? .teacher : .student
            let name = URL(fileURLWithPath: path).lastPathComponent
            let verdict = try Grader(assignment, files).grade(name: name) { (verdict) throws(UserError) in
                if let out { try Files.replace(Array(format.report(verdict, for: audience).utf8), at: out) }
            }
            if out == nil { Terminal.write(Array(format.report(verdict, for: audience).utf8)) }
            Foundation.exit(verdict.status == .passed ? 0 : UserError.Kind.failed.rawValue)
        }

        private func gradeMany(_ assignment: Assignment, into out: String) throws {
            let part = shard.map { Batch.Shard($0) }
            if case .some(.none) = part {
                throw UserError(.usage, "grade: '\(shard ?? "")' is no part of the work; write 1/4 for the first of 4")
            }
            let batch = try Batch(assignment, paths: submissions, folders: each, shard: part ?? nil, into: out)
            let worker = GradeWorker(folder: self.assignment, assignment: assignment, out: out)
            let isShown = isatty(STDERR_FILENO) != 0
            let gradebook = try batch.run(atATime: jobs, grade: worker.grade) { done, total in
                if isShown { try? FileHandle.standardError.write(contentsOf: Data("\r\(done)/\(total) graded".utf8)) }
            }
            if isShown { try? FileHandle.standardError.write(contentsOf: Data("\n".utf8)) }
            Terminal.print(gradebook.summary)
            Foundation.exit(gradebook.isPassed ? 0 : UserError.Kind.failed.rawValue)
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Join the results of parts (--shard) into one folder.")
        @Argument(help: "The assignment's folder.") var assignment: String
        @Argument(help: "Folders with results.") var folders: [String]
        @Option(help: "The folder to write.") var out: String

        func run() throws {
            let gradebook = try Gradebook.merge(folders, of: try AssignmentFile.read(assignment), into: out)
            Terminal.print(gradebook.summary)
            Foundation.exit(gradebook.isPassed ? 0 : UserError.Kind.failed.rawValue)
        }
    }
}

extension ReportFormat: ExpressibleByArgument {}

/// Grades a submission in a process of its own: whatever happens there, the others go on.
private struct GradeWorker: Sendable {
    let folder: String
    let assignment: Assignment
    let out: String

    @Sendable func grade(_ name: String, _ path: String) -> Verdict {
        let file = Gradebook.result(name, in: out)
        try? FileManager.default.removeItem(atPath: file)
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = ["grade", "run", folder, path, "--format", "json", "--out", file]
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
        let verdict = FileManager.default.contents(atPath: file).flatMap { try? JSONDecoder().decode(Verdict.self, from: $0) }
        let isDone = process.terminationReason == .exit && [0, UserError.Kind.failed.rawValue].contains(process.terminationStatus)
        if isDone, let verdict { return verdict }
        let reason =
            process.terminationReason == .exit
            ? String(decoding: said.prefix(500), as: UTF8.self) : "signal \(process.terminationStatus)"
        return failed(name, "the grader itself failed: \(reason)", file)
    }

    private func failed(_ name: String, _ problem: String, _ file: String) -> Verdict {
        var verdict = Verdict(assignment, submission: name)
        verdict.problem = problem
        try? Files.replace(Array(ReportFormat.json.report(verdict, for: .teacher).utf8), at: file)
        return verdict
    }
}

struct AssignmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assignment", abstract: "Assignments: prove them.", subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Prove assignments: the starter does not pass, the solution does, wrong solutions get the scores that are said.")
        @Argument(help: "Assignments' folders.") var folders: [String]

        func run() throws {
            let assignments = try folders.map { try AssignmentFile.read($0) }
            let checks = try Parallel.map(assignments) { (assignment) throws(UserError) in try AssignmentCheck(assignment) }
            for failure in checks.flatMap(\.failures) { Terminal.error(failure) }
            for check in checks { Terminal.print(check.summary) }
            Foundation.exit(checks.allSatisfy(\.failures.isEmpty) ? 0 : UserError.Kind.failed.rawValue)
        }
    }
}
