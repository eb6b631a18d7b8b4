import Assembler
import Foundation
import Playground
import Testing

/// A folder of its own for each test, gone afterwards.
@Suite final class GuestFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "guest-\(UUID().uuidString)").path
    init() throws { try FileManager.default.createDirectory(atPath: folder + "/in/lib", withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Files.write(bytes, to: folder + "/in/" + name)
        return folder + "/in/" + name
    }
    private func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    /// The error of loading a file, the folder's name left out.
    private func error(_ path: String) -> (kind: UserError.Kind?, text: String) {
        do throws(UserError) {
            _ = try GuestFile(path).image
            return (nil, "")
        } catch {
            return (error.kind, error.text.replacing(folder + "/in/", with: ""))
        }
    }

    @Test func sourcesAndImagesAreLoaded() throws {
        _ = try write("lib/part.s", "one = 1\n")
        let image = try GuestFile(write("main.s", ".include \"lib/part.s\"\nmov r1, one\nout CONSOLE_DATA, r1\n hlt\n")).image
        #expect(try GuestFile(write("main.img", image.encoded)).image == image)
    }

    @Test func whatIsNotAFileIsSaidSo() throws {
        #expect(error(folder + "/in/none.s") == (.noSuchFile, "none.s: no such file"))
        #expect(error(folder + "/in/lib") == (.badInput, "lib: not a regular file"))
    }

    @Test func errorsOfASourceAreRendered() throws {
        let found = try error(write("bad.s", "nop\n mov r1, r99\n"))
        #expect(found.kind == .badInput && found.text.contains("bad.s:2:10: error: "))
    }

    @Test func mutatedImagesAreRefusedOrLoadedWithinRAM() throws {
        let image = try GuestFile(write("main.s", "main: mov r1, 1\n hlt\n.section data, 0x8000\n.word main, 2\n")).image.encoded
        var random = SplitMix64(seed: 9)
        var refused = 0
        for _ in 0..<300 {
            var mutant = image
            mutant[Int.random(in: 7..<mutant.count, using: &random)] = UInt8(truncatingIfNeeded: random.next())
            if Bool.random(using: &random) { mutant.removeLast(Int.random(in: 1..<40, using: &random)) }
            let found = try error(write("mutant.img", mutant))
            #expect(found.kind == nil || found.kind == .badInput && found.text.hasPrefix("mutant.img: "))
            if found.kind != nil { refused += 1 }
        }
        #expect(refused > 100)
    }

    @Test(arguments: ["../out.s", "lib/../../out.s", "link.s", "linked/out.s"])
    func includesThatLeaveTheFolderAreRefused(_ name: String) throws {
        try Files.write(Array("secret = 1\n".utf8), to: folder + "/out.s")
        try FileManager.default.createSymbolicLink(atPath: folder + "/in/link.s", withDestinationPath: folder + "/out.s")
        try FileManager.default.createSymbolicLink(atPath: folder + "/in/linked", withDestinationPath: folder)
        let found = try error(write("main.s", ".include \"\(name)\"\nmov r1, secret\n"))
        #expect(found.kind == .badInput && found.text.hasPrefix("main.s:1:10: error: ") && !found.text.contains("secret = 1"))
    }

    @Test func linksWithinTheFolderAreFollowed() throws {
        _ = try write("lib/part.s", "one = 1\n")
        try FileManager.default.createSymbolicLink(atPath: folder + "/in/link.s", withDestinationPath: "lib/part.s")
        #expect(try error(write("main.s", ".include \"link.s\"\nmov r1, one\n")).kind == nil)
    }
}
