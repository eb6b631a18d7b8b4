import Foundation
import Playground
import Synchronization

/// Many submissions of one assignment, each graded by itself; what is written does not depend on their order, on how many are graded
/// at a time, or on whether it was interrupted.
package struct Batch {
    private let assignment: Assignment
    private let folder: String
    private let submissions: [(name: String, path: String)]

    /// One of `of` parts of the work, from 1.
    package struct Shard: Sendable {
        package let number: Int
        package let of: Int

        package init?(_ text: String) {
            let parts = text.split(separator: "/").map { Int($0) }
            guard parts.count == 2, let number = parts[0], let of = parts[1], 1...10_000 ~= of, 1...of ~= number else { return nil }
            (self.number, self.of) = (number, of)
        }
    }

    /// `folder` is where results go. Every entry of the folders is a submission.
    package init(_ assignment: Assignment, paths: [String], folders: [String], shard: Shard?, into folder: String) throws(UserError)
    {
        (self.assignment, self.folder) = (assignment, folder)
        var found: [String: String] = [:]
        var all = paths
        for folder in folders {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
                throw UserError(.noSuchFile, "\(folder): no such folder of submissions")
            }
            all += names.filter { !$0.hasPrefix(".") }.map { folder + "/" + $0 }
        }
        for path in all {
            let name = URL(fileURLWithPath: path).lastPathComponent
            if let other = found[name] {
                throw UserError(.usage, "two submissions are called '\(name.printable)': \(other) and \(path); results go by names")
            }
            found[name] = path
        }
        let sorted = found.sorted { $0.key < $1.key }.map { (name: $0.key, path: $0.value) }
        submissions =
            shard.map { shard in sorted.enumerated().filter { $0.offset % shard.of == shard.number - 1 }.map(\.element) } ?? sorted
    }

    // MARK: Grading

    /// Grades what has not been graded yet, so many at a time. `grade` gives what came of one; `progress` is told how many there are.
    package func run(
        atATime: Int, grade: @escaping @Sendable (_ name: String, _ path: String) -> Verdict,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws(UserError) -> Gradebook {
        do {
            try FileManager.default.createDirectory(atPath: folder + "/results", withIntermediateDirectories: true)
        } catch {
            throw UserError(.cannotWrite, "\(folder): cannot be made; check that its parent may be written to")
        }
        let known = Dictionary(Gradebook.entries(of: folder).map { ($0.submission, $0) }) { $1 }
        let kept = submissions.compactMap { submission -> Gradebook.Entry? in
            guard let entry = known[submission.name], entry.digest == self.digest(submission.path),
                FileManager.default.fileExists(atPath: Gradebook.result(submission.name, in: folder))
            else { return nil }
            return entry
        }
        let done = Set(kept.map(\.submission))
        let rest = submissions.filter { !done.contains($0.name) }
        let log = try Log(Gradebook.log(folder), kept)
        let next = Mutex(0)
        let total = submissions.count
        progress(done.count, total)
        DispatchQueue.concurrentPerform(iterations: min(max(1, atATime), max(1, rest.count))) { _ in
            while true {
                let index = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard index < rest.count else { return }
                let (name, path) = rest[index]
                let verdict = grade(name, path)
                let count = log.add(Gradebook.Entry(verdict, digest: self.digest(path)))
                progress(count, total)
            }
        }
        let gradebook = Gradebook(assignment.checks.map(\.id), log.entries)
        try gradebook.write(to: folder)
        return gradebook
    }

    private func digest(_ path: String) -> String {
        (try? SubmissionFiles(path, of: assignment))?.digest(assignment) ?? ""
    }

    /// What has been graded, a line each, as it comes: whoever is interrupted goes on from there.
    private final class Log: Sendable {
        private let state: Mutex<[Gradebook.Entry]>
        private let path: String

        init(_ path: String, _ entries: [Gradebook.Entry]) throws(UserError) {
            self.path = path
            state = Mutex(entries)
            try Files.write(Array(entries.map { JSON.line($0) + "\n" }.joined().utf8), to: path)
        }

        /// Returns how many there are then.
        func add(_ entry: Gradebook.Entry) -> Int {
            state.withLock { entries in
                entries.append(entry)
                if let file = FileHandle(forWritingAtPath: path) {
                    // What cannot be logged is graded once more the next time.
                    _ = try? file.seekToEnd()
                    try? file.write(contentsOf: Data((JSON.line(entry) + "\n").utf8))
                    try? file.close()
                }
                return entries.count
            }
        }

        var entries: [Gradebook.Entry] { state.withLock { $0 } }
    }
}

/// What came of many submissions, in the order of their names.
package struct Gradebook: Sendable {
    package struct Entry: Codable, Equatable, Sendable {
        package let submission: String
        package let status: Verdict.Status
        package let score: Int
        package let points: Int
        package let problem: String?
        /// The score of each check.
        package let checks: [String: Int]
        /// Of what was graded with what.
        package let digest: String

        init(_ verdict: Verdict, digest: String) {
            (submission, status, score) = (verdict.submission, verdict.status, verdict.score)
            (points, problem, self.digest) = (verdict.points, verdict.problem, digest)
            checks = Dictionary(uniqueKeysWithValues: verdict.checks.map { ($0.id, $0.score) })
        }
    }

    package let entries: [Entry]
    private let checks: [String]

    init(_ checks: [String], _ entries: [Entry]) {
        self.checks = checks
        self.entries = entries.sorted { $0.submission < $1.submission }
    }

    static func log(_ folder: String) -> String { folder + "/log.jsonl" }
    package static func result(_ name: String, in folder: String) -> String { folder + "/results/" + name + ".json" }

    /// What a folder's log has. A line that was not finished counts for nothing.
    static func entries(of folder: String) -> [Entry] {
        let text = String(decoding: FileManager.default.contents(atPath: log(folder)) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Entry.self, from: Data($0.utf8)) }
    }

    package var csv: String {
        let head = ["submission", "status", "score", "points"] + checks
        let rows = entries.map { entry in
            [entry.submission, entry.status.rawValue, "\(entry.score)", "\(entry.points)"]
                + checks.map { "\(entry.checks[$0] ?? 0)" }
        }
        return ([head] + rows).map { CSV.line($0) + "\n" }.joined()
    }

    func write(to folder: String) throws(UserError) {
        try Files.write(Array(entries.map { JSON.line($0) + "\n" }.joined().utf8), to: Self.log(folder))
        try Files.write(Array(csv.utf8), to: folder + "/gradebook.csv")
    }

    package var summary: String {
        let passed = entries.count { $0.status == .passed }
        let errors = entries.count { $0.status == .error }
        return
            "\(entries.count.counted("submission")): \(passed) passed, \(entries.count - passed - errors) failed, \(errors) with errors"
    }

    package var isPassed: Bool { !entries.isEmpty && entries.allSatisfy { $0.status == .passed } }

    /// Joins what parts of the work have come to.
    package static func merge(_ folders: [String], of assignment: Assignment, into folder: String) throws(UserError) -> Gradebook {
        var found: [String: (entry: Entry, folder: String)] = [:]
        for source in folders {
            guard FileManager.default.fileExists(atPath: log(source)) else {
                throw UserError(.noSuchFile, "\(source): no log.jsonl there; it is not what 'grade --out' writes")
            }
            for entry in entries(of: source) {
                if let other = found[entry.submission], other.entry != entry {
                    throw UserError(
                        .badInput, "\(other.folder) and \(source) have different results of '\(entry.submission.printable)'")
                }
                found[entry.submission] = (entry, source)
            }
        }
        do {
            try FileManager.default.createDirectory(atPath: folder + "/results", withIntermediateDirectories: true)
        } catch {
            throw UserError(.cannotWrite, "\(folder): cannot be made; check that its parent may be written to")
        }
        for (name, place) in found.sorted(by: { $0.key < $1.key }) {
            try Files.write(try Files.read(result(name, in: place.folder)), to: result(name, in: folder))
        }
        let gradebook = Gradebook(assignment.checks.map(\.id), found.values.map(\.entry))
        try gradebook.write(to: folder)
        return gradebook
    }
}
