import ArgumentParser
import Foundation
import Playground
import Teaching

struct GradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade", abstract: "Grade submissions of an assignment.",
        discussion: """
            'ringside grade run --help' tells all options. Exit status: 0 if everything passed, 1 if not, 64 or more if the grader itself could not work.
            """,
        subcommands: [Grade.self, Merge.self], defaultSubcommand: Grade.self)

    struct Grade: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Grade one submission, or many into a folder.",
            discussion: """
                One submission is a folder or a file; its report goes to standard output, or to the file --out, which exists from the \
                beginning, with nothing earned. Several submissions, or those in a folder (--each), go to the folder --out: gradebook.csv, \
                log.jsonl, results/ (JSON) and reports/ (in the format). What is there already is not graded again unless something \
                has changed, and stays. Reports for students \
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
        @Option(help: "Of many, grade so many at a time.") var jobs: Int?
        @Flag(help: .private) var ofMany = false

        func run() throws {
            var isFolder: ObjCBool = false
            let goesToFolder =
                out.map { FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && isFolder.boolValue } ?? false
            if each.isEmpty, submissions.count == 1, !goesToFolder, shard == nil { return try gradeOne(submissions[0]) }
            guard !each.isEmpty || !submissions.isEmpty else { throw UserError(.usage, "grade: a submission is missing") }
            if let jobs, !(1...256 ~= jobs) { throw UserError(.usage, "grade: --jobs is from 1 to 256, and not \(jobs)") }
            guard let out else { throw UserError(.usage, "grade: many submissions need a folder for their results: --out FOLDER") }
            try gradeMany(into: out)
        }

        private func gradeOne(_ path: String) throws {
            GradingProcess.boundItself()
            try checkOut(path)
            if jobs != nil { throw UserError(.usage, "grade: --jobs is for many submissions") }
            let name = URL(fileURLWithPath: path).lastPathComponent
            // Whatever happens from here on, nothing is left standing that was earned before.
            try write(Verdict(assignment: assignment, submission: name))
            do throws(UserError) {
                let assignment = try AssignmentFile.read(assignment)
                let files = try SubmissionFiles(path, of: assignment, followsLink: !ofMany)
                let verdict = try Grader(assignment, files).grade(name: name) { (verdict) throws(UserError) in try write(verdict) }
                if out == nil { Terminal.write(Array(report(verdict).utf8)) }
                Foundation.exit(verdict.status == .passed ? 0 : UserError.Kind.failed.rawValue)
            } catch {
                try write(Verdict(assignment: assignment, submission: name, problem: error.text))
                throw error
            }
        }

        /// Nothing that is read is written over.
        private func checkOut(_ path: String) throws {
            guard let out, let parent = Files.resolved(URL(fileURLWithPath: out).deletingLastPathComponent().path) else { return }
            for read in [path, assignment] {
                guard let place = Files.resolved(read) else { continue }
                if Files.same(out, read) || parent == place || Files.lies(parent, in: place) {
                    throw UserError(.usage, "grade: --out \(out) lies in \(read), which is read; name another place")
                }
            }
        }

        private func report(_ verdict: Verdict) -> String { format.report(verdict, for: teacher ? .teacher : .student) }

        private func write(_ verdict: Verdict) throws(UserError) {
            if let out { try Files.replace(Array(report(verdict).utf8), at: out) }
        }

        private func gradeMany(into out: String) throws {
            guard let shard = shard.map({ Batch.Shard($0) }) ?? Batch.Shard() else {
                throw UserError(.usage, "grade: '\(shard ?? "")' is no part of the work; write 1/4 for the first of 4")
            }
            for path in submissions + each { try checkOut(path) }
            guard let program = Bundle.main.executableURL else { preconditionFailure("we run from a file") }
            let assignment = try AssignmentFile.read(assignment)
            let batch = try Batch(assignment, paths: submissions, folders: each, shard: shard, into: out)
            let isShown = isatty(STDERR_FILENO) != 0
            let gradebook = try batch.run(
                atATime: jobs ?? ProcessInfo.processInfo.activeProcessorCount,
                grade: GradingProcess(program, assignment, out: out).grade
            ) { done, total in
                if isShown { try? FileHandle.standardError.write(contentsOf: Data("\r\(done)/\(total) graded".utf8)) }
            }
            if isShown { Terminal.error("") }
            try gradebook.writeReports(format, for: teacher ? .teacher : .student, in: out)
            Terminal.print(gradebook.summary)
            Foundation.exit(gradebook.exitStatus)
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Join the results of parts (--shard) into one folder.")
        @Argument(help: "Folders with results.") var folders: [String]
        @Option(help: "The folder to write.") var out: String

        func run() throws {
            let gradebook = try Gradebook.merge(folders, into: out)
            Terminal.print(gradebook.summary)
            Foundation.exit(gradebook.exitStatus)
        }
    }
}

extension ReportFormat: ExpressibleByArgument {}

struct AssignmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assignment", abstract: "Assignments: prove them.", subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Prove assignments: the starter does not pass, the solution does, wrong solutions get the scores that are said.")
        @Argument(help: "Assignments' folders; all in \(Assignment.folder), by default.") var folders: [String] = []

        func run() throws {
            let assignments = try (folders.isEmpty ? Assignment.all() : folders).map { try AssignmentFile.read($0) }
            let checks = try Parallel.map(assignments) { (assignment) throws(UserError) in try AssignmentCheck(assignment) }
            for failure in checks.flatMap(\.failures) { Terminal.error(failure) }
            for check in checks { Terminal.print(check.summary) }
            Foundation.exit(checks.allSatisfy(\.failures.isEmpty) ? 0 : UserError.Kind.failed.rawValue)
        }
    }
}
