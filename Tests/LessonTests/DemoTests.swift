import Foundation
import Playground
import Teaching
import Testing

@Suite struct DemoTests {
    @Test func `a demo shows what the lesson shows`() throws {
        let folder = try SmallLesson.course()
        let show = try Tool.run("lesson", "demo", "small", "--auto", "--lessons", folder.url.path)
        #expect(show.status == 0)
        for text in [
            "A small lesson", "The program adds 3", "> run", "exit code 7", "Question:\nWho adds?", "2  the processor",
            "Answer: the processor.",
            "Answer: it is 7, by running it.", "Task:\nStop before", "> step", "Done. cycles: ", "add r1, r1", "exit code 42",
        ] {
            #expect(show.output.contains(text), "\(text)")
        }
        #expect(!show.output.contains("\u{1b}"))
    }

    @Test func `a recording is what its players read, and the same every time`() throws {
        let folder = try SmallLesson.course()
        func record() throws -> String {
            let path = folder.url.path + "/small.cast"
            #expect(try Tool.run("lesson", "demo", "small", "--cast", path, "--lessons", folder.url.path).output.isEmpty)
            return try String(contentsOfFile: path, encoding: .utf8)
        }
        let cast = try record()
        #expect(try record() == cast)
        let lines = cast.split(separator: "\n")
        let head = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect(head["version"] as? Int == 2 && head["width"] as? Int == 80 && head["height"] as? Int == 24)
        var last = 0.0
        var (marks, typed) = ([String](), "")
        for line in lines.dropFirst() {
            let event = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
            let time = try #require(event[0] as? Double)
            #expect(time >= last)
            last = time
            if event[1] as? String == "m" { marks.append(event[2] as! String) } else { typed += event[2] as! String }
        }
        #expect(marks == ["A small lesson", "Adding", "Asking", "Doing"])
        #expect(typed.contains("run\r\n") && typed.contains("exit code 7"))
    }

    @Test func `a teacher goes on by keys, drops to a prompt, and comes back`() throws {
        let (folder, state) = (try SmallLesson.course(), try Scratch())
        let terminal = try PseudoTerminal(["lesson", "demo", "small", "--lessons", folder.url.path], state: state.url.path)
        try terminal.wait(for: "The program adds 3")
        terminal.type(" ")
        try terminal.wait(for: "add.s:")
        terminal.type(" ")
        try terminal.wait(for: "add.s is loaded")
        terminal.type("p")
        try terminal.wait(for: "Ctrl-D goes back to the demo")
        terminal.type("step\r")
        try terminal.wait(for: "cycle 1> ")
        terminal.type("\u{4}")
        try terminal.wait(for: "back in the demo")
        terminal.type(" ")
        try terminal.wait(for: "exit code 7")
        terminal.type("q")
        #expect(try terminal.end() == 0)
    }
}
