import Foundation
import Machine
import Synchronization

/// The host models that come with Ringside. They are files like a user's own, embedded so that the program stands alone.
package enum HostModels {
    /// What runs use unless told otherwise.
    package static let standard = "classroom"

    private static let files: [(name: String, bytes: [UInt8])] = [
        ("classroom", PackageResources.classroom_yml),
        ("pentium3-2001", PackageResources.pentium3_2001_yml),
        ("prescott-2005", PackageResources.prescott_2005_yml),
        ("merom-2006", PackageResources.merom_2006_yml),
        ("penryn-2008", PackageResources.penryn_2008_yml),
        ("nehalem-2009", PackageResources.nehalem_2009_yml),
        ("westmere-2010", PackageResources.westmere_2010_yml),
        ("sandybridge-2011", PackageResources.sandybridge_2011_yml),
    ]

    /// Those that have been read.
    private static let shipped = Mutex<[String: HostModel]>([:])

    package static var names: [String] { files.map(\.name) }

    /// A shipped model by its name, or a user's by its path.
    package static func load(_ nameOrPath: String) throws(UserError) -> HostModel {
        if let file = files.first(where: { $0.name == nameOrPath }) {
            if let model = shipped.withLock({ $0[file.name] }) { return model }
            let model = try HostModelFile.parse(file.bytes, file: "\(file.name).yml")
            shipped.withLock { $0[file.name] = model }
            return model
        }
        guard nameOrPath.contains("/") || nameOrPath.hasSuffix(".yml") || nameOrPath.hasSuffix(".yaml") else {
            throw UserError(
                .usage, "no host model '\(nameOrPath)'; shipped are \(names.joined(separator: ", ")); a file's name ends in .yml")
        }
        return try HostModelFile.parse(try Files.read(nameOrPath, limit: 1 << 20), file: nameOrPath)
    }

    /// The text of a shipped model, to start one's own from.
    package static func text(_ name: String) -> String? {
        files.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }
}
