import Foundation
import Playground

/// The lessons of a folder, in the order of their files' names.
package struct Course: Sendable {
    package let lessons: [Lesson]

    /// The folder that lessons are looked for in, from where the program is started.
    package static let folder = "Lessons"

    /// Reads every lesson of a folder: `NN-name.md`. `seed` chooses among the variants of what varies.
    package init(folder: String, seed: Int = 0) throws(UserError) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw UserError(
                .noSuchFile, "\(folder): no such folder; lessons are looked for in '\(Self.folder)' here, or where --lessons says")
        }
        var lessons: [Lesson] = []
        for name in names.sorted() where name.hasSuffix(".md") && name.first?.isNumber == true {
            let path = folder + "/" + name
            lessons.append(try LessonFile.parse(try Files.read(path, limit: 1 << 20), file: path, seed: seed))
        }
        self.lessons = lessons
        try check(folder)
    }

    private func check(_ folder: String) throws(UserError) {
        if lessons.isEmpty { throw UserError(.noSuchFile, "\(folder): no lessons there: files like 01-rings.md") }
        var seen: [String: String] = [:]
        for lesson in lessons {
            if let other = seen[lesson.id] {
                throw UserError(.badInput, "\(lesson.file):1: error: the id '\(lesson.id)' is also that of \(other)")
            }
            for id in lesson.prerequisites where seen[id] == nil {
                throw UserError(
                    .badInput,
                    "\(lesson.file):1: error: the lesson '\(id)' is to be done before, and there is none of that id before it")
            }
            seen[lesson.id] = lesson.file
        }
    }

    /// The lesson of an id, or of a beginning of one that no other has, or of its number.
    package func lesson(_ name: String) throws(UserError) -> Lesson {
        if let exact = lessons.first(where: { $0.id == name }) { return exact }
        if let number = Int(name), lessons.indices.contains(number - 1) { return lessons[number - 1] }
        let candidates = lessons.filter { $0.id.hasPrefix(name) }
        if candidates.count == 1 { return candidates[0] }
        throw UserError(.usage, "no lesson '\(name.printable)'; there are \(lessons.map(\.id).joined(separator: ", "))")
    }
}
