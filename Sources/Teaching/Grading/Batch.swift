import Foundation
import Playground
import Synchronization

/// Many submissions of one assignment, each graded by itself; what is written does not depend on their order, on how many are graded
/// at a time, or on whether it was interrupted.
package struct Batch {
    private let assignment: Assignment
    private let folder: String
    private let head: Gradebook.Head
    private let submissions: [(name: String, path: String)]

    /// One of `of` parts of the work, from 1.
    package struct Shard: Codable, Hashable, Sendable {
        package let number: Int
        package let of: Int

        package init(number: Int = 1, of: Int = 1) { (self.number, self.of) = (number, of) }

        /// As `1/4`.
        package init?(_ text: String) {
            let parts = text.split(separator: "/").map { Int($0) }
            guard parts.count == 2, let number = parts[0], let of = parts[1], 1...10_000 ~= of, 1...of ~= number else { return nil }
            (self.number, self.of) = (number, of)
        }

        /// By its name alone, so that one more submission moves no other.
        func has(_ name: String) -> Bool { Digest(of: name.utf8).value % UInt64(of) == UInt64(number - 1) }
    }

    /// `folder` is where results go. Every entry of the folders is a submission.
    package init(
        _ assignment: Assignment, paths: [String], folders: [String], shard: Shard = Shard(), into folder: String
    ) throws(UserError) {
        (self.assignment, self.folder) = (assignment, folder)
        head = Gradebook.Head(assignment: assignment.id, checks: assignment.checks.map(\.id), shard: shard)
        var all = paths
        for folder in folders {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
                throw UserError(.noSuchFile, "\(folder): no such folder of submissions")
            }
            all += names.filter { !$0.hasPrefix(".") }.map { folder + "/" + $0 }
        }
        for path in paths where !FileManager.default.fileExists(atPath: path) {
            throw UserError(.noSuchFile, "\(path): no such submission: a folder, or a file")
        }
        // Not by `==` of texts, to which different bytes can be the same.
        var found: [[UInt8]: String] = [:]
        for path in all {
            let name = URL(fileURLWithPath: path).lastPathComponent
            if let other = found.updateValue(path, forKey: Array(name.utf8)) {
                throw UserError(.usage, "two submissions are called '\(name)': \(other) and \(path); results go by names")
            }
        }
        submissions = found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            (String(decoding: $0.key, as: UTF8.self), $0.value)
        }
        .filter { shard.has($0.0) }
    }

    /// Grades what has not been graded yet, so many at a time. `grade` gives what came of one; `progress` is told how many there are.
    package func run(
        atATime: Int, grade: @escaping @Sendable (_ name: String, _ path: String) -> Verdict,
        progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void
    ) throws(UserError) -> Gradebook {
        try Files.makeFolder(folder + "/results")
        let kept = try kept()
        let graded = Set(kept.map { Array($0.submission.utf8) })
        let rest = submissions.filter { !graded.contains(Array($0.name.utf8)) }
        let log = try Log(Gradebook.log(folder), head, kept)
        let next = Mutex(0)
        let total = kept.count + rest.count
        progress(kept.count, total)
        DispatchQueue.concurrentPerform(iterations: min(max(1, atATime), max(1, rest.count))) { _ in
            while true {
                let index = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard index < rest.count else { return }
                progress(log.add(Gradebook.Entry(grade(rest[index].name, rest[index].path))), total)
            }
        }
        let gradebook = Gradebook(head, log.entries)
        try gradebook.write(to: folder)
        return gradebook
    }

    /// What a run before has left that still holds.
    private func kept() throws(UserError) -> [Gradebook.Entry] {
        guard let known = Gradebook.read(folder) else { return [] }
        guard known.head.assignment == head.assignment, known.head.shard == head.shard else {
            throw UserError(
                .usage,
                "\(folder) holds part \(known.head.shard.number)/\(known.head.shard.of) of \(known.head.assignment); "
                    + "give each assignment and each part a folder of its own")
        }
        let paths = Dictionary(submissions.map { (Array($0.name.utf8), $0.path) }) { $1 }
        return known.entries.filter { entry in
            // Of somebody who is not graded this time, it stays.
            guard let path = paths[Array(entry.submission.utf8)] else { return true }
            return !entry.digest.isEmpty && FileManager.default.fileExists(atPath: Gradebook.result(entry.submission, in: folder))
                && entry.digest == (try? SubmissionFiles(path, of: assignment, followsLink: false))?.digest(assignment)
        }
    }

    /// What has been graded, a line each, as it comes: whoever is interrupted goes on from there.
    private final class Log: Sendable {
        private let state: Mutex<[Gradebook.Entry]>
        private let path: String

        init(_ path: String, _ head: Gradebook.Head, _ entries: [Gradebook.Entry]) throws(UserError) {
            self.path = path
            state = Mutex(entries)
            try Files.replace(Array(Gradebook(head, entries).log.utf8), at: path)
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
