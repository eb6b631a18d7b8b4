import Assembler
import Devices
import Engines
import Foundation
import ISA
import Machine

/// A guest as it is given to us: a source or an image.
package struct GuestFile: Sendable {
    package let image: Image
    /// What the source says of itself; an image says nothing.
    package let expectations: Expectations
    private let path: String
    private let ramSize: Int

    /// A file that begins like an image is read as one, anything else is assembled.
    package init(_ path: String, ramSize: Int = StandardBoard.ramSize) throws(UserError) {
        try self.init(path, bytes: try Files.read(path), ramSize: ramSize)
    }

    /// The same of what would be in a file at a path.
    package init(_ path: String, bytes: [UInt8], ramSize: Int = StandardBoard.ramSize) throws(UserError) {
        (self.path, self.ramSize) = (path, ramSize)
        if bytes.starts(with: Image.magic) {
            do {
                image = try Image(decoding: bytes)
            } catch {
                throw UserError(.badInput, "\(path): \(error.text)")
            }
            expectations = try Expectations(source: [], file: path)
        } else {
            image = try Self.assemble(path, bytes, ramSize: ramSize)
            expectations = try Expectations(source: bytes, file: path)
        }
        guard image.segments.contains(where: { !$0.bytes.isEmpty }) else {
            throw UserError(.badInput, "\(path): nothing in it to run; a guest needs at least one instruction")
        }
    }

    /// The same kernel, ported to a hypervisor; `nil` if the source names none.
    package var port: Image? {
        get throws(UserError) {
            guard let portPath, let name = expectations.port else { return nil }
            let folder = Files.resolved(URL(fileURLWithPath: path).deletingLastPathComponent().path)
            guard let folder, let place = Files.resolved(portPath) else {
                throw UserError(.noSuchFile, "\(path): given port: \(name): no such file beside it")
            }
            guard Self.lies(place, in: folder) else {
                throw UserError(.badInput, "\(path): given port: \(name): the path leads out of the source's folder")
            }
            return try GuestFile(portPath, ramSize: ramSize).image
        }
    }

    private var portPath: String? {
        guard let name = expectations.port else { return nil }
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? name : folder + "/" + name
    }

    /// Whether a resolved path lies in a resolved folder, or below it.
    private static func lies(_ path: String, in folder: String) -> Bool {
        path.hasPrefix(folder == "/" ? "/" : folder + "/")
    }

    /// Where the port is, if the engine needs it.
    package func portPath(for engine: String) -> String? {
        EngineRegistry.entry(engine)?.runsUnmodified == false ? portPath : nil
    }

    /// What an engine is to run: the guest, or its port.
    package func image(for engine: String) throws(UserError) -> Image {
        portPath(for: engine) == nil ? image : try port ?? image
    }

    private static func assemble(_ path: String, _ bytes: [UInt8], ramSize: Int) throws(UserError) -> Image {
        let url = URL(fileURLWithPath: path)
        let folder = Files.resolved(url.deletingLastPathComponent().path)
        do {
            return try Assembler.assemble(SourceFile(name: path, bytes: bytes), options: options(ramSize: ramSize)) { name in
                include(name, from: folder)
            }
        } catch {
            throw UserError(.badInput, error.render())
        }
    }

    /// What every guest can name: the architecture's constants and the registers of the devices.
    package static func options(ramSize: Int = StandardBoard.ramSize) -> AssemblyOptions {
        var options = AssemblyOptions(predefined: symbols)
        options.limits.imageSize = ramSize
        return options
    }

    package static let symbols = Architecture.symbols.merging(StandardBoard.bus(for: nil, disk: []).symbols) { first, _ in first }

    /// A file of the source's folder. Links that lead out of it are not followed.
    private static func include(_ name: String, from folder: String?) -> IncludeResult {
        guard let folder, let path = Files.resolved(folder + "/" + name) else { return .missing }
        guard lies(path, in: folder) else { return .outside }
        do {
            return .source(try Files.read(path))
        } catch {
            return .unreadable(reason: error.text)
        }
    }
}

extension Image {
    /// A guest of Ringside's own.
    init(ourOwn source: String, name: String) {
        do {
            self = try Assembler.assemble(SourceFile(name: name, bytes: Array(source.utf8)), options: GuestFile.options())
        } catch {
            preconditionFailure("our own guest does not assemble:\n\(error.render())")
        }
    }
}
