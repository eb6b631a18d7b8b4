import Foundation
import Playground

/// How far a learner is: one file that people can read, written as a whole or not at all.
package struct LessonProgress: Codable, Equatable, Sendable {
    package enum Outcome: String, Codable, Sendable {
        case solved
        /// The solution was looked at first, which is no credit.
        case shown
        case skipped
    }

    package struct OfLesson: Codable, Equatable, Sendable {
        /// The next part.
        package var part = 0
        /// By the exercise's id.
        package var outcomes: [String: Outcome] = [:]
        /// Hints taken, by exercise.
        package var hints: [String: Int] = [:]
        package init() {}
    }

    package var version = 1
    package var lessons: [String: OfLesson] = [:]

    package init() {}

    /// What a file has; nothing if there is none. A file that cannot be understood is put aside, never overwritten.
    package static func read(_ path: String) -> (progress: LessonProgress, note: String?) {
        guard let data = FileManager.default.contents(atPath: path) else { return (LessonProgress(), nil) }
        if let progress = try? JSONDecoder().decode(LessonProgress.self, from: data), progress.version == 1 {
            return (progress, nil)
        }
        guard let aside = try? Files.putAside(path) else { return (LessonProgress(), nil) }
        return (LessonProgress(), "\(path) could not be understood; it is kept as \(aside), and progress begins anew")
    }

    package func write(to path: String) throws(UserError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(self) else { preconditionFailure("our own progress can be encoded") }
        try Files.replace(Array(data) + [10], at: path)
    }
}
