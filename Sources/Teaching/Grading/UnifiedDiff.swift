import Foundation
import Playground

/// Changes to files, as `diff -u` writes them. They apply to what they were made from, and to nothing else.
struct UnifiedDiff {
    private let path: String
    private let lines: [Substring]
    /// Of the diff, from 0.
    private var next = 0

    /// The files with the changes of the diff at a path.
    static func apply(_ path: String, to files: [String: [UInt8]]) throws(UserError) -> [String: [UInt8]] {
        let text = String(decoding: try Files.read(path, limit: SubmissionFiles.mostBytes), as: UTF8.self)
        var diff = UnifiedDiff(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        return try diff.applied(to: files)
    }

    private init(path: String, lines: [Substring]) { (self.path, self.lines) = (path, lines) }

    private func mistake(_ text: String) -> UserError { UserError(.badInput, "\(path):\(next + 1): error: \(text)") }

    private mutating func applied(to files: [String: [UInt8]]) throws(UserError) -> [String: [UInt8]] {
        var files = files
        while next < lines.count {
            guard lines[next].hasPrefix("+++ ") else {
                next += 1
                continue
            }
            let name = lines[next].dropFirst(4).prefix { $0 != "\t" }.split(separator: "/").last.map(String.init) ?? ""
            guard let bytes = files[name] else { throw mistake("there is no file '\(name)' to change") }
            next += 1
            files[name] = Array(try changed(String(decoding: bytes, as: UTF8.self)).utf8)
        }
        if files.isEmpty || !lines.contains(where: { $0.hasPrefix("@@ ") }) { throw mistake("this is no unified diff (diff -u)") }
        return files
    }

    private mutating func changed(_ text: String) throws(UserError) -> String {
        let old = text.split(separator: "\n", omittingEmptySubsequences: false)
        var (new, position) = ([Substring](), 0)
        while next < lines.count, let start = try hunk() {
            guard start >= position, start <= old.count else { throw mistake("the file has no line \(start + 1) for this") }
            new += old[position..<start]
            position = start
            while next < lines.count, let kind = lines[next].first, " -+\\".contains(kind), !lines[next].hasPrefix("--- ") {
                let line = lines[next].dropFirst()
                if kind == "+" { new.append(line) }
                if kind == " " || kind == "-" {
                    guard position < old.count, old[position] == line else {
                        throw mistake("the file has something else there; make the diff anew")
                    }
                    if kind == " " { new.append(line) }
                    position += 1
                }
                next += 1
            }
        }
        return (new + old[position...]).joined(separator: "\n")
    }

    /// The line that a hunk begins at, from 0; `nil` where there is none.
    private mutating func hunk() throws(UserError) -> Int? {
        guard lines[next].hasPrefix("@@ ") else { return nil }
        let numbers = lines[next].dropFirst(4).prefix { $0 != " " }.split(separator: ",").map { Int($0) }
        guard lines[next].hasPrefix("@@ -"), let first = numbers.first, let start = first else {
            throw mistake("a hunk begins like @@ -12,5 +12,6 @@")
        }
        next += 1
        // Where no line is taken, the number is of the line before.
        return numbers.count == 2 && numbers[1] == 0 ? start : start - 1
    }
}
