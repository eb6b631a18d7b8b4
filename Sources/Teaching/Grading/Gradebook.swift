import Foundation
import Playground

/// What came of many submissions, in the order of their names.
package struct Gradebook: Sendable {
    /// Of what it is: the first line of its log.
    package struct Head: Codable, Hashable, Sendable {
        package let assignment: String
        package let checks: [String]
        package let shard: Batch.Shard
    }

    package struct Entry: Codable, Equatable, Sendable {
        package let submission: String
        package let status: Verdict.Status
        package let score: Int
        package let points: Int
        /// Why it is an error.
        package let reason: String?
        /// The score of each check.
        package let checks: [String: Int]
        /// Of what was graded with what; empty where the grader itself failed.
        package let digest: String

        init(_ verdict: Verdict) {
            (submission, status, score) = (verdict.submission, verdict.status, verdict.score)
            (points, reason, digest) = (verdict.points, verdict.reason, verdict.digest)
            checks = Dictionary(uniqueKeysWithValues: verdict.checks.map { ($0.id, $0.score) })
        }
    }

    package let head: Head
    package let entries: [Entry]

    init(_ head: Head, _ entries: [Entry]) {
        self.head = head
        self.entries = entries.sorted { $0.submission.utf8.lexicographicallyPrecedes($1.submission.utf8) }
    }

    // MARK: Files

    static func log(_ folder: String) -> String { folder + "/log.jsonl" }

    /// Where what came of one is kept, by its name; a long one is shortened.
    package static func result(_ name: String, in folder: String) -> String {
        folder + "/results/" + fileName(name) + ".json"
    }

    private static func fileName(_ name: String) -> String {
        // Longer than any that is not shortened.
        name.utf8.count <= 200 ? name : String(decoding: name.utf8.prefix(184), as: UTF8.self) + "-" + Digest(of: name.utf8).text
    }

    var log: String { JSON.line(head) + "\n" + entries.map { JSON.line($0) + "\n" }.joined() }

    /// What a folder's log has; `nil` if there is none. A line that was not finished counts for nothing.
    static func read(_ folder: String) -> Gradebook? {
        let lines = String(decoding: FileManager.default.contents(atPath: log(folder)) ?? Data(), as: UTF8.self).split(
            separator: "\n")
        guard let first = lines.first, let head = try? JSONDecoder().decode(Head.self, from: Data(first.utf8)) else { return nil }
        return Gradebook(head, lines.dropFirst().compactMap { try? JSONDecoder().decode(Entry.self, from: Data($0.utf8)) })
    }

    func write(to folder: String) throws(UserError) {
        try Files.replace(Array(log.utf8), at: Self.log(folder))
        try Files.replace(Array(csv.utf8), at: folder + "/gradebook.csv")
    }

    package var csv: String {
        let row = ["submission", "status", "score", "points"] + head.checks + ["reason"]
        let rows = entries.map { entry in
            [entry.submission, entry.status.rawValue, "\(entry.score)", "\(entry.points)"]
                + head.checks.map { "\(entry.checks[$0] ?? 0)" }
                + [entry.reason ?? ""]
        }
        return ([row] + rows).map { CSV.line($0) + "\n" }.joined()
    }

    // MARK: Reading it

    package var summary: String {
        let passed = entries.count { $0.status == .passed }
        let errors = entries.count { $0.status == .error }
        let broken = entries.count { $0.digest.isEmpty }
        return
            "\(entries.count.counted("submission")): \(passed) passed, \(entries.count - passed - errors) failed, \(errors) with errors"
            + (broken > 0 ? "; the grader itself failed at \(broken), the same command tries them again" : "")
    }

    /// Failed where a submission has, and worse where the grader itself has.
    package var exitStatus: Int32 {
        if entries.contains(where: \.digest.isEmpty) { return UserError.Kind.software.rawValue }
        return !entries.isEmpty && entries.allSatisfy { $0.status == .passed } ? 0 : UserError.Kind.failed.rawValue
    }

    /// Writes a report of each, for somebody, beside the results: to `reports`.
    package func writeReports(_ format: ReportFormat, for audience: Audience, in folder: String) throws(UserError) {
        try Files.makeFolder(folder + "/reports")
        for entry in entries {
            let result = try Files.read(Self.result(entry.submission, in: folder))
            guard let verdict = try? JSONDecoder().decode(Verdict.self, from: Data(result)) else {
                throw UserError(.badInput, "\(Self.result(entry.submission, in: folder)): this is no result")
            }
            let path = folder + "/reports/" + Self.fileName(entry.submission) + "." + format.suffix
            try Files.replace(Array(format.report(verdict, for: audience).utf8), at: path)
        }
    }

    // MARK: Parts

    /// Joins what parts of the work have come to.
    package static func merge(_ folders: [String], into folder: String) throws(UserError) -> Gradebook {
        var parts: [(book: Gradebook, folder: String)] = []
        for source in folders {
            guard let book = read(source) else {
                throw UserError(.noSuchFile, "\(source): no log.jsonl there; it is not what 'grade --out' writes")
            }
            if let other = parts.first(where: {
                $0.book.head.assignment != book.head.assignment || $0.book.head.checks != book.head.checks
            }) {
                throw UserError(.badInput, "\(source) is not of the same assignment as \(other.folder)")
            }
            parts.append((book, source))
        }
        try checkComplete(parts.map(\.book.head.shard))
        var found: [[UInt8]: (entry: Entry, folder: String)] = [:]
        for (book, source) in parts {
            for entry in book.entries {
                if let other = found.updateValue((entry, source), forKey: Array(entry.submission.utf8)), other.entry != entry {
                    throw UserError(.badInput, "\(other.folder) and \(source) have different results of '\(entry.submission)'")
                }
            }
        }
        guard let head = parts.first?.book.head else { throw UserError(.usage, "merge: no folders") }
        try Files.makeFolder(folder + "/results")
        for (entry, source) in found.values {
            try Files.replace(try Files.read(result(entry.submission, in: source)), at: result(entry.submission, in: folder))
        }
        let whole = Head(assignment: head.assignment, checks: head.checks, shard: Batch.Shard())
        let gradebook = Gradebook(whole, found.values.map(\.entry))
        try gradebook.write(to: folder)
        return gradebook
    }

    private static func checkComplete(_ shards: [Batch.Shard]) throws(UserError) {
        for of in Set(shards.map(\.of)).sorted() {
            let missing = (1...of).filter { !shards.contains(Batch.Shard(number: $0, of: of)) }
            guard !missing.isEmpty else { continue }
            throw UserError(.usage, "merge: missing are \(missing.map { "\($0)/\(of)" }.joined(separator: ", "))")
        }
    }
}
