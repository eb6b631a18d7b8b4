import Foundation
import Playground
import Testing

/// `ringside run`, as a process.
@Suite struct RunCommandTests {
    private func guest(_ text: String) throws -> (path: String, folder: Scratch) {
        let folder = try Scratch()
        return (try folder.file("guest.s", text.utf8), folder)
    }

    @Test func `the guest's output and exit code are the program's own`() throws {
        let hello = try Tool.run("run", "Samples/hello.s")
        #expect(hello.status == 0)
        #expect(hello.output == "Hello, Ring32!\n")
        #expect(hello.errors == "native on classroom: exit code 0 after 16,097 cycles, 97 instructions\n")
        #expect(try Tool.run("run", "Samples/syscalls.s").status == 42)
        #expect(try Tool.run("run", "Samples/recursion.s").status == 0)
    }

    @Test func `limits and triple faults have exit statuses of their own`() throws {
        let limit = try Tool.run("run", "Samples/hello.s", "--max-cycles", "10")
        #expect(limit.status == 124)
        #expect(limit.errors.contains("stopped at the limit of cycles (--max-cycles)"))
        let fault = try Tool.run("run", "Samples/triple-fault.s")
        #expect(fault.status == 125)
        #expect(fault.errors.contains("The machine stopped on a triple fault at pc 0x"))
        #expect(fault.errors.contains("First: "))
        #expect(fault.errors.contains("While delivering the double fault: "))
    }

    @Test func `a guest that waits for nothing reaches the limit`() throws {
        let (path, folder) = try guest("sti\nhlt\n")
        let result = try Tool.run("run", path)
        #expect(result.status == 124)
        withExtendedLifetime(folder) {}
    }

    @Test func `bad usage is 64, bad input 65, a missing file 66`() throws {
        #expect(try Tool.run("run").status == 64)
        #expect(try Tool.run("fly").status == 64)
        #expect(try Tool.run("run", "Samples/hello.s", "--engine", "natve").status == 64)
        #expect(try Tool.run("run", "Samples/hello.s", "--host", "cray").status == 64)
        #expect(try Tool.run("run", "Samples/hello.s", "--set", "cost.protIO=5").status == 64)
        #expect(try Tool.run("run", "Samples/hello.s", "--clock", "wall").status == 64)
        #expect(try Tool.run("run", "Samples/none.s").status == 66)
        #expect(try Tool.run("run", "Samples/hello.s", "--input", "none").status == 66)
        #expect(try Tool.run("run", "Samples").status == 65)
        #expect(try Tool.run("run", "/dev/zero").status == 65)
        let (path, folder) = try guest("_start:\n    lod r1, [r2]\n    jmp _strat\n")
        let result = try Tool.run("run", path)
        #expect(result.status == 65)
        #expect(result.errors.contains("guest.s:2:5: error: "))
        #expect(result.errors.contains("did you mean 'load'?"))
        #expect(result.errors.contains("guest.s:3:9: error: "))
        #expect(result.errors.contains("did you mean '_start'?"))
        withExtendedLifetime(folder) {}
    }

    @Test func `bytes that are no guest are refused or run, never a crash`() throws {
        let folder = try Scratch()
        var random = SplitMix64(seed: 0x5eed)
        let image = try Files.read(Tool.root.path + "/Samples/hello.s")
        for length in [0, 1, 7, 8, 100, 5000] {
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            for bytes in [noise, Array("RING32\0".utf8) + noise, image + noise] {
                let path = try folder.file("noise", bytes)
                let result = try Tool.run("run", path, "--max-cycles", "100000")
                #expect([0, 65, 124, 125].contains(result.status), "\(bytes.count) bytes: \(result.status) \(result.errors)")
            }
        }
    }

    @Test func `JSON has its stable keys, and the accounts sum to the clock`() throws {
        let result = try Tool.run("run", "Samples/nano/nano.s", "--json")
        #expect(result.status == 0)
        #expect(result.errors == "")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        for key in ["guest", "engine", "host", "stop", "exitCode", "output", "cycles", "retired", "direct", "accounts", "exits"] {
            #expect(object[key] != nil, "\(key)")
        }
        let accounts = try #require(object["accounts"] as? [String: Int])
        #expect(accounts.values.reduce(0, +) == object["cycles"] as? Int)
        #expect(object["stop"] as? String == "exit")
        #expect((object["output"] as? String)?.hasPrefix("nano: 16 MiB of memory") == true)
        #expect(try Tool.run("run", "Samples/nano/nano.s", "--json").output == result.output)
    }

    @Test func `a changed cost changes the clock and nothing else`() throws {
        func cycles(_ setting: String) throws -> Int {
            let json = try Tool.run("run", "Samples/hello.s", "--json", "--set", setting).output
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect(object["output"] as? String == "Hello, Ring32!\n")
            return try #require(object["cycles"] as? Int)
        }
        // Fifteen letters and the switch: sixteen port accesses.
        #expect(try cycles("cost.portIO=1500") - cycles("cost.portIO=500") == 16 * 1000)
    }

    @Test func `input comes from a file, from standard input, or from the source itself`() throws {
        let text = """
            ; given input: own
            next:
                in r1, CONSOLE_DATA
                cmp r1, -1
                je done
                out CONSOLE_DATA, r1
                jmp next
            done:
                out POWER_EXIT, r0
            """
        let (path, folder) = try guest(text)
        let input = try folder.file("input", "from a file".utf8)
        #expect(try Tool.run("run", path).output == "own")
        #expect(try Tool.run("run", path, "--input", input).output == "from a file")
        #expect(try Tool.run("run", path, "--input", "-", input: "from a pipe").output == "from a pipe")
    }

    @Test func `check compares with what the source expects`() throws {
        #expect(try Tool.run("run", "Samples/hello.s", "--check").errors.hasSuffix("as expected\n"))
        let (path, folder) = try guest("; expect output: something\n; expect exit: 3\nout POWER_EXIT, r0\n")
        let result = try Tool.run("run", path, "--check")
        #expect(result.status == 1)
        #expect(result.errors.hasSuffix("output line 1: expected 'something', got nothing\nexit code: expected 3, got 0\n"))
        withExtendedLifetime(folder) {}
        let (wrong, other) = try guest("; expect outptu: something\nhlt\n")
        let located = try Tool.run("run", wrong)
        #expect(located.status == 65)
        #expect(located.errors.contains("guest.s:1:3: error: unknown expectation 'expect outptu'"))
        withExtendedLifetime(other) {}
    }

    @Test func `a disk comes from a file and goes to another`() throws {
        let folder = try Scratch()
        let disk = try folder.file(
            "disk", (0..<512).flatMap { number in Array(repeating: UInt8(truncatingIfNeeded: number), count: 512) })
        let saved = folder.url.appendingPathComponent("saved").path
        // Reads sector 5 and writes it to sector 9.
        let guest = try folder.file(
            "guest.s",
            """
                mov r1, DISK_SECTOR
                mov r2, 5
                store [r1], r2
                mov r2, 0x8000
                store [r1 + DISK_ADDRESS - DISK_SECTOR], r2
                mov r2, 1
                store [r1 + DISK_COMMAND - DISK_SECTOR], r2
                call wait
                mov r2, 9
                store [r1], r2
                mov r2, 2
                store [r1 + DISK_COMMAND - DISK_SECTOR], r2
                call wait
                out POWER_EXIT, r0
            wait:
                load r2, [r1 + DISK_STATUS - DISK_SECTOR]
                test r2, 1
                jne wait
                ret
            """.utf8)
        #expect(try Tool.run("run", guest, "--disk", disk, "--save-disk", saved).status == 0)
        let (before, after) = (try Files.read(disk), try Files.read(saved))
        #expect(after.count == before.count)
        #expect(Array(after[9 * 512..<10 * 512]) == Array(repeating: 5, count: 512))
        #expect(Array(after[..<(9 * 512)]) == Array(before[..<(9 * 512)]))
        #expect(try Tool.run("run", guest, "--save-disk", "none/disk").status == 73)
    }

    @Test func `a limit that would take years is refused`() throws {
        #expect(try Tool.run("run", "Samples/hello.s", "--max-cycles", "1000000000000001").status == 64)
        #expect(try Tool.run("run", "Samples/hello.s", "--max-cycles", "-1").status == 64)
    }
}
