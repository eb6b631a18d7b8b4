import Foundation
import Testing

/// The real program at a real terminal.
@Suite struct PromptTests {
    private static func start(_ arguments: [String] = []) throws -> (PseudoTerminal, Scratch) {
        let state = try Scratch()
        return (try PseudoTerminal(arguments, state: state.url.path), state)
    }

    @Test func `a person types, looks and leaves`() throws {
        let (terminal, _) = try Self.start()
        try terminal.wait(for: "ringside> ")
        terminal.type("load Samples/hello.s\r")
        try terminal.wait(for: "native ring 0 _start cycle 0> ")
        terminal.type("run\r")
        try terminal.wait(for: "Hello, Ring32!")
        try terminal.wait(for: "exit code 0")
        try terminal.wait(for: "> ")
        terminal.type("\u{4}")
        #expect(try terminal.end() == 0)
    }

    @Test func `quit leaves, too`() throws {
        let (terminal, _) = try Self.start()
        try terminal.wait(for: "ringside> ")
        terminal.type("quit\r")
        #expect(try terminal.end() == 0)
    }

    @Test func `words are completed`() throws {
        let (terminal, _) = try Self.start()
        try terminal.wait(for: "ringside> ")
        terminal.type("lo\tSamples/sysc\t\r")
        try terminal.wait(for: "Samples/syscalls.s is loaded")
        terminal.type("eng\thvm-s\t\r")
        try terminal.wait(for: "the engine is hvm-shadow")
        terminal.type("until exit portI\t\r")
        try terminal.wait(for: "in the monitor")
        terminal.type("until fast_e\t\r")
        try terminal.wait(for: "ring 0  0x19b8 fast_entry")
        // Two candidates: both are shown.
        terminal.type("re\t\t")
        try terminal.wait(for: "registers")
        try terminal.wait(for: "reset")
    }

    @Test func `lines come again, in the next session as well`() throws {
        let (terminal, state) = try Self.start()
        try terminal.wait(for: "ringside> ")
        terminal.type("load Samples/hello.s\r")
        try terminal.wait(for: "cycle 0> ")
        terminal.type("step\r")
        try terminal.wait(for: "cycle 1")
        terminal.type("\u{1b}[A\r")
        try terminal.wait(for: "step")
        try terminal.wait(for: "cycle 2")
        terminal.type("\u{4}")
        #expect(try terminal.end() == 0)
        let history = try String(contentsOf: state.url.appendingPathComponent("ringside/history"), encoding: .utf8)
        #expect(history == "load Samples/hello.s\nstep\n")

        let next = try PseudoTerminal(state: state.url.path)
        try next.wait(for: "ringside> ")
        next.type("\u{1b}[A\u{1b}[A\r")
        try next.wait(for: "Samples/hello.s is loaded")
    }

    @Test func `ctrl-c stops a guest that spins, and gives a line up`() throws {
        let (terminal, state) = try Self.start()
        let path = try state.file("spin.s", "_start: jmp _start\n".utf8)
        try terminal.wait(for: "ringside> ")
        terminal.type("load \(path); set max-cycles 1000000000000000\r")
        try terminal.wait(for: "cycle 0> ")
        terminal.type("continue\r")
        try terminal.wait(for: "continue")
        usleep(300_000)
        terminal.type("\u{3}")
        try terminal.wait(for: "interrupted")
        try terminal.wait(for: "> ")
        terminal.type("print nonsense")
        try terminal.wait(for: "nonsense")
        terminal.type("\u{3}")
        try terminal.wait(for: "> ")
        terminal.type("echo still here\r")
        try terminal.wait(for: "\rstill here")
        try terminal.wait(for: "> ")
        #expect(!terminal.shown.contains("nothing is called 'nonsense'"))
        terminal.type("\u{4}")
        #expect(try terminal.end() == 0)
    }

    @Test func `several lines can be pasted`() throws {
        let (terminal, _) = try Self.start()
        try terminal.wait(for: "ringside> ")
        terminal.type("\u{1b}[200~load Samples/hello.s\nstep 2\nprint r0 + 1\n\u{1b}[201~\r")
        try terminal.wait(for: "Samples/hello.s is loaded")
        try terminal.wait(for: "0x1 = 1")
    }

    @Test func `a user's inputrc is heeded`() throws {
        let state = try Scratch()
        _ = try state.file("inputrc", "\"\\C-t\": \"echo from inputrc\\n\"\n".utf8)
        let terminal = try PseudoTerminal(state: state.url.path)
        try terminal.wait(for: "ringside> ")
        terminal.type("\u{14}")
        try terminal.wait(for: "\rfrom inputrc")
    }

    @Test func `the screen is drawn anew`() throws {
        let (terminal, _) = try Self.start()
        try terminal.wait(for: "ringside> ")
        terminal.type("load Samples/hello.s; screen on; step\r")
        try terminal.wait(for: "\u{1b}[H\u{1b}[2J")
        try terminal.wait(for: "Samples/hello.s under native on classroom")
    }
}

/// Commands without a terminal.
@Suite struct ScriptTests {
    @Test func `a script on standard input gives these bytes`() throws {
        let result = try Tool.run([], input: "load Samples/hello.s\nstep 2\nrun # to the end\nexpect stop exit 0\n")
        #expect(result.status == 0)
        #expect(result.errors == "")
        #expect(
            result.output == """
                Samples/hello.s is loaded
                ring 0  0x1000 _start           mov r1, 4136              Samples/hello.s:11
                  r1 = 0x1028
                ring 0  0x1008 _start.next      loadb r2, [r1]            Samples/hello.s:13
                Hello, Ring32!
                native on classroom: exit code 0 after 16,097 cycles, 97 instructions
                ring 0  0x1028 greeting         .word 0x6c6c6548          (exit code 0)

                """)
    }

    @Test func `the first failure ends a script with status 1`() throws {
        let folder = try Scratch()
        let path = try folder.file("a.rs", "load Samples/hello.s\n\nexpect r1 == 1; echo not here\necho nor here\n".utf8)
        let result = try Tool.run("script", path)
        #expect(result.status == 1)
        #expect(result.errors == "error: \(path):3: expected r1 == 1, and r1 is 0\n")
        #expect(!result.output.contains("here"))
        let loose = try Tool.run("script", path, "--no-strict")
        #expect(loose.status == 1)
        #expect(loose.output.hasSuffix("not here\nnor here\n"))
    }

    @Test func `commands on the command line`() throws {
        let good = try Tool.run("-c", "load Samples/hello.s; run; expect output \"Hello\"")
        #expect(good.status == 0 && good.output.contains("Hello, Ring32!"))
        let bad = try Tool.run("-c", "run; echo no")
        #expect(
            bad.status == 1 && bad.errors == "error: no guest is loaded; for example: load Samples/hello.s\n" && bad.output == "")
        #expect(try Tool.run("script", "none.rs").status == 66)
    }

    @Test func `a script that calls itself comes to an end`() throws {
        let folder = try Scratch()
        let path = folder.url.path + "/again.rs"
        _ = try folder.file("again.rs", "script \(path)\n".utf8)
        let result = try Tool.run("script", path)
        #expect(result.status == 1 && result.errors.contains("more than 16 deep"))
    }
}
