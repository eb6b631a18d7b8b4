import Foundation
import Playground

/// How far a learner is: one file that people can read, written as a whole or not at all.
package struct LessonProgress: Codable, Equatable, Sendable {
    package enum Outcome: String, Codable, Sendable {
        case solved
        /// The solution was looked at first, which is no credit.
        case shown
        case skipped

        /// Once solved, it stays so; what was skipped can be done later, and what was shown stays shown.
        func followed(by other: Outcome) -> Outcome { self == .skipped ? other : self }
    }

    package struct OfLesson: Codable, Equatable, Sendable {
        /// The next part.
        package var part = 0
        /// Which variant was begun.
        package var seed = 0
        /// By the exercise's id.
        package var outcomes: [String: Outcome] = [:]
        /// Hints taken, by exercise.
        package var hints: [String: Int] = [:]
        /// Answers that were wrong and checks that failed, by exercise.
        package var tries: [String: Int] = [:]

        package init() {}

        /// People may have written in the file.
        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            let count = 0...1_000_000
            part = try values.decodeIfPresent(Int.self, forKey: .part)?.clamped(to: count) ?? 0
            seed = try values.decodeIfPresent(Int.self, forKey: .seed) ?? 0
            outcomes = try values.decodeIfPresent([String: String].self, forKey: .outcomes)?.compactMapValues(Outcome.init) ?? [:]
            hints = try values.decodeIfPresent([String: Int].self, forKey: .hints)?.mapValues { $0.clamped(to: count) } ?? [:]
            tries = try values.decodeIfPresent([String: Int].self, forKey: .tries)?.mapValues { $0.clamped(to: count) } ?? [:]
        }

        func solved(of exercises: [String]) -> Int { exercises.count { outcomes[$0] == .solved } }
    }

    package var version = 1
    package var lessons: [String: OfLesson] = [:]

    package init() {}

    /// What a file has; nothing if there is none. A file that cannot be understood is put aside, never overwritten.
    package static func read(_ path: String) throws(UserError) -> (progress: LessonProgress, note: String?) {
        guard FileManager.default.fileExists(atPath: path) else { return (LessonProgress(), nil) }
        let bytes = try Files.read(path)
        if let progress = try? JSONDecoder().decode(LessonProgress.self, from: Data(bytes)), progress.version == 1 {
            return (progress, nil)
        }
        let aside = try Files.putAside(path)
        return (LessonProgress(), "\(path) could not be understood; it is kept as \(aside), and progress begins anew")
    }

    package func write(to path: String) throws(UserError) { try Files.replace(Array((JSON.text(self) + "\n").utf8), at: path) }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int { Swift.min(Swift.max(self, range.lowerBound), range.upperBound) }
}
