import Foundation
import Playground

/// The lessons of a folder, in the order of their files' names.
package struct Course: Sendable {
    package private(set) var lessons: [Lesson] = []
    /// What is wrong with files that are no lessons, or not in their place.
    package private(set) var problems: [String] = []

    /// The folder that lessons are looked for in, from where the program is started.
    package static let folder = "Lessons"

    /// Reads every lesson of a folder: `NN-name.md`. `seed` chooses among the variants of what varies.
    package init(folder: String, seed: Int = 0) throws(UserError) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw UserError(
                .noSuchFile, "\(folder): no such folder; lessons are looked for in '\(Self.folder)' here, or where --lessons says")
        }
        for name in names.sorted() where name.hasSuffix(".md") && name.first?.isNumber == true {
            do throws(UserError) {
                try take(try Self.lesson(folder + "/" + name, seed: seed))
            } catch {
                problems.append(error.text)
            }
        }
        if lessons.isEmpty, problems.isEmpty { throw UserError(.noSuchFile, "\(folder): no lessons there: files like 01-rings.md") }
    }

    static func lesson(_ path: String, seed: Int) throws(UserError) -> Lesson {
        try LessonFile.parse(try Files.read(path, limit: 1 << 20), file: path, seed: seed)
    }

    private mutating func take(_ lesson: Lesson) throws(UserError) {
        if let other = lessons.first(where: { $0.id == lesson.id }) {
            throw UserError(.badInput, "\(lesson.file):1: error: the id '\(lesson.id)' is also that of \(other.file)")
        }
        for id in lesson.prerequisites where !lessons.contains(where: { $0.id == id }) {
            throw UserError(
                .badInput,
                "\(lesson.file):1: error: the lesson '\(id)' is to be done before, and there is none of that id before it")
        }
        lessons.append(lesson)
    }

    /// The lesson of an id, or of a beginning of one that no other has, or of its number.
    package func lesson(_ name: String) throws(UserError) -> Lesson {
        if let exact = lessons.first(where: { $0.id == name }) { return exact }
        if let number = Int(name), lessons.indices.contains(number - 1) { return lessons[number - 1] }
        let candidates = lessons.filter { $0.id.hasPrefix(name) }
        if candidates.count == 1 { return candidates[0] }
        if !problems.isEmpty { throw UserError(.badInput, problems.joined(separator: "\n")) }
        throw UserError(.usage, "no lesson '\(name.printable)'; there are \(lessons.map(\.id).joined(separator: ", "))")
    }
}
