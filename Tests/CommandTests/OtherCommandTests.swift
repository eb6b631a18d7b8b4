import Foundation
import ISA
import Playground
import Testing

@Suite struct OtherCommandTests {
    @Test func `an image runs like its source`() throws {
        let folder = try Scratch()
        let image = folder.url.appendingPathComponent("hello.img").path
        let asm = try Tool.run("asm", "Samples/hello.s", "-o", image)
        #expect(asm.status == 0)
        let run = try Tool.run("run", image)
        #expect(run.output == "Hello, Ring32!\n")
        #expect(run.errors == (try Tool.run("run", "Samples/hello.s")).errors)
    }

    @Test func `disasm prints what assembles to the same image`() throws {
        let folder = try Scratch()
        let listing = try Tool.run("disasm", "Samples/hello.s")
        #expect(listing.output.contains("_start:"))
        #expect(listing.output.contains("out"))
        let again = try folder.file("again.s", listing.output.utf8)
        #expect(try Tool.run("disasm", again).output == listing.output)
    }

    @Test func `asm does not overwrite its source, nor write where it cannot`() throws {
        #expect(try Tool.run("asm", "Samples/hello.s", "-o", "Samples/hello.s").status == 64)
        #expect(try Tool.run("asm", "Samples/hello.s", "-o", "none/hello.img").status == 73)
    }

    @Test func `the committed reference is the generated one`() throws {
        let committed = try String(contentsOf: Tool.root.appendingPathComponent("Sources/ISA/REFERENCE.md"), encoding: .utf8)
        #expect(try Tool.run("isa", "--markdown").output == committed)
    }

    @Test func `the reference in JSON has every instruction`() throws {
        let output = try Tool.run("isa", "--json").output
        let object = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        #expect((object["instructions"] as? [Any])?.count == Instruction.allCases.count)
        #expect(try Tool.run("isa").output.contains("pushf"))
    }

    @Test func `hosts lists the models, and prints one to start from`() throws {
        let list = try Tool.run("hosts").output
        for name in HostModels.names { #expect(list.contains(name)) }
        let folder = try Scratch()
        let own = try folder.file("own.yml", try Tool.run("hosts", "classroom").output.utf8)
        let run = try Tool.run("run", "Samples/hello.s", "--host", own)
        #expect(run.output == "Hello, Ring32!\n")
        #expect(try Tool.run("hosts", "cray").status == 64)
    }

    // A debug build would take minutes.
    #if !DEBUG
        @Test func `bench shows rates of the loops that it is asked for`() throws {
            let names = ["arithmetic", "load-store", "system-call"]
            let output = try Tool.run(["bench", "--repetitions", "1", "--json"] + names.flatMap { ["--loop", $0] }).output
            let object = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
            let results = try #require(object["results"] as? [[String: Any]])
            #expect(Set(results.compactMap { $0["name"] as? String }) == Set(names))
            for name in names {
                let row = try #require(results.first { $0["name"] as? String == name && $0["engine"] as? String == "native" })
                #expect(try #require(row["perSecond"] as? Double) > 0)
                #expect(row["unit"] is String)
            }
        }
    #endif
}
