import Foundation

/// Reading and writing of files, with errors that say what to do.
package enum Files {
    /// The whole of a regular file of at most `limit` bytes.
    package static func read(_ path: String, limit: Int = 64 << 20) throws(UserError) -> [UInt8] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw UserError(.noSuchFile, "\(path): \(errno == ENOENT ? "no such file" : reason())")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw UserError(.badInput, "\(path): not a regular file")
        }
        guard status.st_size <= limit else {
            throw UserError(.badInput, "\(path): \(status.st_size) bytes; the limit is \(limit)")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UserError(.noSuchFile, "\(path): cannot be read; check its permissions")
        }
        return [UInt8](data)
    }

    package static func write(_ bytes: [UInt8], to path: String) throws(UserError) {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        } catch {
            throw UserError(.cannotWrite, "\(path): cannot be written; check that its folder exists and may be written to")
        }
    }

    /// Writes a file as a whole or not at all, in the place of what is there.
    package static func replace(_ bytes: [UInt8], at path: String) throws(UserError) {
        // A link stays one: what it leads to is replaced. A device or a pipe cannot be.
        let place = resolved(path) ?? path
        var status = stat()
        if stat(place, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return try write(bytes, to: place) }
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: place), options: .atomic)
        } catch {
            throw UserError(.cannotWrite, "\(path): cannot be written; check that its folder exists and may be written to")
        }
    }

    /// A folder, with those that it lies in.
    package static func makeFolder(_ path: String) throws(UserError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw UserError(.cannotWrite, "\(path): cannot be made; check that its parent may be written to")
        }
    }

    /// Moves a file out of the way. Returns where it is then: at the first of PATH.old, PATH.old2, … that is free.
    package static func putAside(_ path: String) throws(UserError) -> String {
        var (aside, number) = (path + ".old", 1)
        while FileManager.default.fileExists(atPath: aside) {
            number += 1
            aside = path + ".old\(number)"
        }
        do {
            try FileManager.default.moveItem(atPath: path, toPath: aside)
        } catch {
            throw UserError(.cannotWrite, "\(path): cannot be moved to \(aside); check that its folder may be written to")
        }
        return aside
    }

    /// Whether two paths lead to the same place.
    package static func same(_ a: String, _ b: String) -> Bool {
        a == b || (resolved(a).map { $0 == resolved(b) } ?? false)
    }

    /// Whether a resolved path lies in a resolved folder, or below it.
    package static func lies(_ path: String, in folder: String) -> Bool { path.hasPrefix(folder == "/" ? "/" : folder + "/") }

    /// Where a path leads when every link in it is followed; `nil` if nothing is there.
    package static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
