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
    private let files: SourceFiles
    private let ramSize: Int

    /// A file that begins like an image is read as one, anything else is assembled.
    package init(_ path: String, from files: SourceFiles = SourceFiles(), ramSize: Int = StandardBoard.ramSize) throws(UserError) {
        (self.path, self.files, self.ramSize) = (path, files, ramSize)
        let bytes = try files.read(path)
        if bytes.starts(with: Image.magic) {
            do {
                image = try Image(decoding: bytes)
            } catch {
                throw UserError(.badInput, "\(path): \(error.text)")
            }
            expectations = try Expectations(source: [], file: path)
        } else {
            image = try Self.assemble(path, bytes, files, ramSize: ramSize)
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
            if files.isClosed || files.own[portPath] != nil { return try GuestFile(portPath, from: files, ramSize: ramSize).image }
            let folder = Files.resolved(URL(fileURLWithPath: path).deletingLastPathComponent().path)
            guard let folder, let place = Files.resolved(portPath) else {
                throw UserError(.noSuchFile, "\(path): given port: \(name): no such file beside it")
            }
            guard Files.lies(place, in: folder) else {
                throw UserError(.badInput, "\(path): given port: \(name): the path leads out of the source's folder")
            }
            return try GuestFile(portPath, from: files, ramSize: ramSize).image
        }
    }

    private var portPath: String? {
        guard let name = expectations.port else { return nil }
        let folder = SourceFiles.folder(of: path)
        return folder.isEmpty ? name : folder + "/" + name
    }

    /// Where the port is, if the engine needs it.
    package func portPath(for engine: String) -> String? {
        EngineRegistry.entry(engine)?.runsUnmodified == false ? portPath : nil
    }

    /// What an engine is to run: the guest, or its port.
    package func image(for engine: String) throws(UserError) -> Image {
        portPath(for: engine) == nil ? image : try port ?? image
    }

    private static func assemble(_ path: String, _ bytes: [UInt8], _ files: SourceFiles, ramSize: Int) throws(UserError) -> Image {
        var options = options(ramSize: ramSize)
        options.limits = files.limits
        options.limits.imageSize = ramSize
        do {
            return try Assembler.assemble(SourceFile(name: path, bytes: bytes), options: options) { name in
                files.include(name, in: path)
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
