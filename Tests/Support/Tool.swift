import Foundation

/// The program under test, run as a user would run it: as a process, in the repository's folder.
enum Tool {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The repository's folder.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder with the program, which lies beside the test bundle.
    static var products: URL {
        #if os(macOS)
            Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }!.bundleURL.deletingLastPathComponent()
        #else
            URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        #endif
    }

    /// Runs the program with arguments.
    static func run(_ arguments: String..., input: String = "") throws -> Result { try run(arguments, input: input) }

    static func run(_ arguments: [String], input: String = "") throws -> Result {
        try launch(products.appendingPathComponent("ringside"), arguments, input: input)
    }

    /// Runs a line of shell with the program on the path.
    static func shell(_ line: String) throws -> Result {
        try launch(URL(fileURLWithPath: "/bin/sh"), ["-c", line], input: "")
    }

    private static func launch(_ executable: URL, _ arguments: [String], input: String) throws -> Result {
        // Files rather than pipes: nobody has to read while the program runs.
        let folder = try Scratch()
        let files = try ["in", "out", "err"].map { name in
            let url = folder.url.appendingPathComponent(name)
            try Data((name == "in" ? input : "").utf8).write(to: url)
            return url
        }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = root
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = products.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
}

/// A folder of a test's own, gone when the test is done.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("ringside-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file and returns its path.
    func file(_ name: String, _ contents: some Sequence<UInt8>) throws -> String {
        let file = url.appendingPathComponent(name)
        try Data(contents).write(to: file)
        return file.path
    }
}
