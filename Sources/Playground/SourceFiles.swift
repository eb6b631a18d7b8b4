import Assembler
import Foundation

/// Where the sources of guests come from, and how much of them is taken.
package struct SourceFiles: Sendable {
    /// Stand before what is on the disk, by path.
    package var own: [String: [UInt8]] = [:]
    /// Can be loaded, but no source can include them.
    package var mains: [String: [UInt8]] = [:]
    /// Nothing else is read: whatever a source names, no file of the disk is looked at.
    package var isClosed = false
    package var limits = AssemblyLimits()

    package init() {}

    package func read(_ path: String) throws(UserError) -> [UInt8] {
        if let bytes = mains[path] ?? own[path] { return bytes }
        guard !isClosed else { throw UserError(.noSuchFile, "\(path): no such file") }
        return try Files.read(path)
    }

    /// A file that a source includes, by its path from the source's folder. Links that lead out of that folder are not followed.
    func include(_ name: String, in source: String) -> IncludeResult {
        let folder = Self.folder(of: source)
        if let bytes = own[folder.isEmpty ? name : folder + "/" + name] { return .source(bytes) }
        guard !isClosed, let folder = Files.resolved(folder.isEmpty ? "." : folder), let path = Files.resolved(folder + "/" + name)
        else { return .missing }
        guard Files.lies(path, in: folder) else { return .outside }
        do {
            return .source(try Files.read(path))
        } catch {
            return .unreadable(reason: error.text)
        }
    }

    package static func folder(of path: String) -> String { (path as NSString).deletingLastPathComponent }
}
