import Assembler
import Foundation
import Playground

/// What somebody has handed in: files of one folder, all read before anything runs. Nothing outside the folder is ever opened.
package struct SubmissionFiles: Sendable {
    package private(set) var files: [String: [UInt8]] = [:]
    /// Why it cannot be graded.
    package private(set) var problem: String?

    package static let mostFiles = 64
    package static let mostBytes = 1 << 20

    /// A folder, or a file that stands for the only one that is wanted. Whoever hands in a link among others' work would hand in
    /// theirs: there it is not followed.
    package init(_ path: String, of assignment: Assignment, followsLink: Bool = true) throws(UserError) {
        if !followsLink, (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil {
            problem = "a link; it is not followed"
            return
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw UserError(.noSuchFile, "\(path): no such submission: a folder, or a file")
        }
        if isFolder.boolValue {
            readFolder(path, assignment)
        } else if assignment.files.count == 1 {
            take(assignment.files[0], at: path, within: SourceFiles.folder(of: path))
        } else {
            problem = "a folder with \(assignment.files.joined(separator: ", ")) is wanted, and this is a file"
        }
    }

    private mutating func readFolder(_ path: String, _ assignment: Assignment) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            problem = "the folder cannot be read"
            return
        }
        // What is given is the grader's own, whatever a submission has in its place.
        for name in assignment.files where problem == nil && names.contains(name) {
            take(name, at: path + "/" + name, within: path)
        }
        // What nobody asked for does no harm; who includes what was not taken is told that it is not there.
        let others = names.filter { $0.hasSuffix(".s") && assignment.given[$0] == nil && !assignment.files.contains($0) }
        for name in others.sorted() where problem == nil {
            take(name, at: path + "/" + name, within: path)
            problem = nil
        }
        let missing = assignment.files.filter { !names.contains($0) }
        guard problem == nil, let first = missing.first else { return }
        let similar = names.filter { $0.lowercased() == first.lowercased() }
        let below = names.filter { FileManager.default.fileExists(atPath: path + "/" + $0 + "/" + first) }.map { $0 + "/" + first }
        let found = (similar + below).sorted().first.map { "; there is \($0.printable)" } ?? ""
        problem = "\(missing.joined(separator: ", ")): missing\(found)"
    }

    private mutating func take(_ name: String, at path: String, within folder: String) {
        guard let place = Files.resolved(path), let folder = Files.resolved(folder.isEmpty ? "." : folder) else {
            problem = "\(name.printable): a link that leads nowhere"
            return
        }
        guard Files.lies(place, in: folder) else {
            problem = "\(name.printable): a link that leads out of the folder; it is not followed"
            return
        }
        let read = files.values.reduce(0) { $0 + $1.count }
        guard files.count < Self.mostFiles else {
            problem = "more than \(Self.mostFiles) files"
            return
        }
        do throws(UserError) {
            let bytes = try Files.read(place, limit: Self.mostBytes - read)
            if bytes.starts(with: Image.magic) {
                problem = "\(name.printable): an image, and a source is wanted"
            } else if bytes.contains(0) {
                problem = "\(name.printable): not a text, and a source is wanted"
            } else {
                files[name] = bytes
            }
        } catch {
            // With the name that the learner knows, and no path of this machine.
            problem = "\(name.printable)\(error.text.dropFirst(place.count))"
        }
    }

    /// The same with the changes of a diff.
    func changed(by diff: String) throws(UserError) -> SubmissionFiles {
        var changed = self
        changed.files = try UnifiedDiff.apply(diff, to: files)
        return changed
    }

    /// Bounded in every way that a source can grow.
    func sources(for assignment: Assignment) -> SourceFiles {
        var sources = SourceFiles()
        sources.own = files.merging(assignment.given) { _, given in given }
        sources.isClosed = true
        sources.limits.sourceSize = 512 << 10
        sources.limits.lineLength = 2 << 10
        sources.limits.statements = 20_000
        sources.limits.expansionSize = 256 << 10
        sources.limits.diagnostics = 8
        return sources
    }

    /// Stands for what is graded with it.
    func digest(_ assignment: Assignment) -> String {
        var digest = Digest(assignment.digest, of: (problem ?? "").utf8)
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            digest.add(file: name, bytes)
        }
        return digest.text
    }
}
