import Foundation
import Playground
import Teaching
import Testing

/// A learner at a workbench.
@Suite(.serialized) struct LessonPlayerTests {
    /// A player on a course of its own, and what it says.
    private final class Learner {
        let bench: Workbench
        let player: LessonPlayer
        let folder: Scratch
        let progress: String

        init(_ folder: Scratch) throws {
            self.folder = folder
            progress = folder.url.path + "/progress.json"
            bench = try Workbench()
            player = LessonPlayer(folder: folder.url.path, progress: progress)
            bench.tutor = player
        }

        /// What comes of commands.
        func say(_ commands: String...) -> String {
            var text = ""
            bench.console = { text += String(decoding: $0, as: UTF8.self) }
            for command in commands { bench.execute(command) { text += ($0.isFailure ? "error: " : "") + $0.text + "\n" } }
            return text
        }

        /// To the exercise with an id.
        func go(to id: String) {
            for _ in 0..<20 {
                let said = say("next")
                if said.contains(id) { return }
                if said.hasPrefix("error") { _ = say("skip") }
            }
            Issue.record("there is no '\(id)'")
        }

        var kept: LessonProgress { (try? LessonProgress.read(progress).progress) ?? LessonProgress() }
    }

    /// A program for the learner to change is written where Ringside is started; tests leave none behind.
    private func learner() throws -> Learner { try Learner(try SmallLesson.course()) }

    private func removeProgram() {
        for name in ["double.s", "double.s.old"] { try? FileManager.default.removeItem(atPath: name) }
    }

    @Test func `a lesson is taken up, gone through, and has an end`() throws {
        defer { removeProgram() }
        let learner = try learner()
        #expect(learner.say("next").contains("error: no lesson is taken up"))
        #expect(learner.say("lesson").contains("1  small"))
        let begin = learner.say("lesson small")
        #expect(begin.contains("A small lesson\n==") && begin.contains("The program adds 3 to what r1 has."))
        #expect(learner.say("next").contains("add r1, 3"))
        #expect(learner.say("next").contains("> run\n") && learner.bench.prompt.hasPrefix("native"))
        #expect(learner.say("next").contains("  1  the assembler"))
        #expect(learner.say("next").contains("error: next: the question waits"))
        #expect(learner.say("again").contains("Who adds?\n\n  1  the assembler"))
        #expect(learner.say("answer assembler").contains("is not it"))
        #expect(learner.say("answer 3").contains("error: answer: '3' is none of the choices; answer with a number from 1 to 2"))
        #expect(learner.say("answer The Processor").contains("Right: the processor.\nThe assembler only writes the words."))
        #expect(learner.say("next").contains("Predict it"))
        #expect(learner.say("8").contains("'8' is not it"))
        #expect(learner.say("7 cycles").contains("error: answer: '7 cycles' is no number"))
        #expect(learner.say("answer r1").contains("error: answer: 'r1' is no number"))
        #expect(learner.say("3 * 2 + 1").contains("Right: it is 7, by running it."))
        #expect(learner.say("next").contains("Stop before the sum"))
        #expect(learner.say("check").contains("Not yet:\n  expected r1 == 3 + 4, and r1 is 0"))
        #expect(learner.say("step 2", "check").contains("Done. cycles: "))
        learner.go(to: "double r1")
        #expect(learner.say("skip", "retry").contains("double r1"))
        let end = learner.say("skip", "next")
        #expect(end.contains("The lesson is at its end: 3 of 4 solved.") && end.contains("lesson small EXERCISE"))
        #expect(learner.say("lesson small stop").contains("Stop before"))
        #expect(learner.kept.lessons["small"]?.outcomes == ["who": .solved, "sum": .solved, "stop": .solved, "double": .skipped])
    }

    @Test func `a shortcut does not count, and retry begins anew`() throws {
        defer { removeProgram() }
        let learner = try learner()
        _ = learner.say("lesson small")
        learner.go(to: "Stop before")
        #expect(learner.say("execute mov r1, 7", "check").contains("'execute' is a way around it"))
        #expect(learner.say("step 2", "check").contains("'execute' is a way around it"))
        #expect(learner.say("retry", "step 2", "check").contains("Done."))
    }

    @Test func `what has been shown or skipped is not solved, and hints come in order`() throws {
        defer { removeProgram() }
        let learner = try learner()
        _ = learner.say("lesson small")
        learner.go(to: "Who adds")
        #expect(learner.say("hint").contains("Hint 1 of 2: Not before it runs."))
        #expect(learner.say("hint").contains("Hint 2 of 2: It is what executes."))
        #expect(learner.say("hint").contains("no more hints"))
        #expect(learner.say("again").contains("Hint 1 of 2: Not before it runs.\nHint 2 of 2"))
        #expect(learner.say("solution").contains("The answer: the processor."))
        #expect(learner.kept.lessons["small"]?.outcomes["who"] == .shown)
        learner.go(to: "Stop before")
        #expect(learner.say("solution").contains("    step\n    step\n"))
        #expect(learner.kept.lessons["small"]?.outcomes["stop"] == .shown)
        #expect(learner.kept.lessons["small"]?.outcomes["sum"] == .skipped)
        // Done later, after all: what was only skipped counts then, and what was shown does not.
        _ = learner.say("lesson small again")
        learner.go(to: "Who adds")
        #expect(learner.say("hint").contains("Hint 1 of 2"))
        _ = learner.say("skip")
        learner.go(to: "Predict")
        _ = learner.say("answer 7")
        learner.go(to: "Stop before")
        _ = learner.say("step 2", "check")
        #expect(learner.kept.lessons["small"]?.outcomes["sum"] == .solved)
        #expect(learner.kept.lessons["small"]?.outcomes["stop"] == .shown)
        // Not even by skipping it in between.
        _ = learner.say("lesson small stop", "skip", "retry", "step 2", "check")
        #expect(learner.kept.lessons["small"]?.outcomes["stop"] == .shown)
        #expect(learner.kept.lessons["small"]?.tries == [:])
    }

    @Test func `what the learner does in between leads the lesson nowhere else`() throws {
        defer { removeProgram() }
        let learner = try learner()
        _ = learner.say("lesson small", "next")
        #expect(learner.say("next").contains("exit code 7"))
        let machine = learner.say("registers", "stats")
        _ = learner.say("host nehalem-2009", "engine trap", "set cost.alu 9", "load Samples/hello.s", "run")
        #expect(learner.say("next").contains("the machine is back where the lesson had left it"))
        #expect(learner.say("registers", "stats") == machine)
        learner.go(to: "Stop before")
        #expect(learner.say("set").contains("cycles") && learner.bench.options.engine == "native")
        // What is used while playing does not count as used.
        #expect(learner.say("play", "execute mov r1, 7", "return", "step 2", "check").contains("Done."))
    }

    @Test func `two sessions keep each other's progress`() throws {
        defer { removeProgram() }
        let folder = try SmallLesson.course()
        _ = try folder.file("02-other.md", Array(SmallLesson.text.replacing("id: small", with: "id: other").utf8))
        let (first, second) = (try Learner(folder), try Learner(folder))
        _ = first.say("lesson small")
        _ = second.say("lesson other")
        second.go(to: "Who adds")
        _ = second.say("answer 2")
        _ = first.say("next")
        #expect(first.kept.lessons["other"]?.outcomes["who"] == .solved && first.kept.lessons["small"] != nil)
        // Even of the same lesson.
        let third = try Learner(folder)
        _ = third.say("lesson small who", "answer 2")
        _ = first.say("next")
        #expect(first.kept.lessons["small"]?.outcomes["who"] == .solved)
    }

    @Test func `a variant is kept, and a file that people have written in does no harm`() throws {
        defer { removeProgram() }
        let learner = try learner()
        let player = LessonPlayer(folder: learner.folder.url.path, seed: 1, progress: learner.progress)
        learner.bench.tutor = player
        #expect(learner.say("lesson small").contains("The program adds 5"))
        let later = try Learner(learner.folder)
        #expect(later.say("lesson small").contains("The program adds 5"))
        let odd =
            #"{"version": 1, "lessons": {"small": {"part": -7, "hints": {"who": -1}, "tries": {"who": 9223372036854775807}, "outcomes": {"sum": "perfect"}, "seed": -3}}}"#
        try Data(odd.utf8).write(to: URL(fileURLWithPath: learner.progress))
        let last = try Learner(learner.folder)
        #expect(last.say("lesson small").contains("A small lesson"))
        last.go(to: "Who adds")
        #expect(last.say("hint", "again").contains("Hint 1 of 2"))
        #expect(last.say("answer 1").contains("is not it"))
        // A place that is not there changes nothing.
        let machine = last.say("registers", "stats")
        #expect(last.say("lesson small nowhere").contains("no exercise 'nowhere'") && last.say("registers", "stats") == machine)
    }

    @Test func `a program that was deleted comes back`() throws {
        defer { removeProgram() }
        let learner = try learner()
        _ = learner.say("lesson small double")
        removeProgram()
        #expect(learner.say("check").contains("no such file"))
        #expect(learner.say("retry").contains("has been written to the file double.s"))
    }

    @Test func `playing changes nothing`() throws {
        defer { removeProgram() }
        let learner = try learner()
        _ = learner.say("lesson small")
        learner.go(to: "Stop before")
        _ = learner.say("step")
        let before = learner.say("registers", "stats", "set", "break")
        _ = learner.say("play", "engine trap", "set cost.alu 9", "load Samples/hello.s", "run", "mark here", "break 0")
        #expect(learner.say("next").contains("error: you are playing"))
        #expect(learner.say("check").contains("error: you are playing"))
        #expect(learner.say("again").contains("Stop before"))
        #expect(learner.say("return").contains("Back in the lesson"))
        #expect(learner.say("registers", "stats", "set", "break") == before)
        #expect(learner.say("step", "check").contains("Done."))
        #expect(learner.say("return").contains("error: return"))
    }

    @Test func `the machine is after a task what it was before`() throws {
        defer { removeProgram() }
        let learner = try learner()
        _ = learner.say("lesson small")
        _ = learner.say("next", "next", "next")
        let before = learner.say("registers", "stats")
        learner.go(to: "Stop before")
        _ = learner.say("step 2", "check")
        #expect(learner.say("registers", "stats") == before)
    }

    @Test func `a lesson is resumed where it was left, with the machine as it was`() throws {
        defer { removeProgram() }
        let learner = try learner()
        _ = learner.say("lesson small")
        learner.go(to: "Who adds")
        let machine = learner.say("registers", "stats")
        let later = try Learner(learner.folder)
        let resumed = later.say("lesson small")
        #expect(resumed.contains("Resumed where it was left") && resumed.contains("Who adds?\n\n  1  the assembler"))
        #expect(later.say("registers", "stats") == machine)
        _ = later.say("answer 2", "next", "answer 7")
        let last = try Learner(learner.folder)
        #expect(last.say("lesson small").contains("Stop before"))
    }

    @Test func `a program is the learner's own, and is judged by running it`() throws {
        defer { removeProgram() }
        let learner = try learner()
        _ = learner.say("lesson small")
        learner.go(to: "double r1")
        #expect(learner.say("check").contains("under native: expected stop exit 42, and it is exit 21"))
        // Whatever the machine at hand is.
        #expect(learner.say("load double.s", "execute mov r1, 42", "check").contains("Not yet"))
        let own = "    mov r1, 42 ; mine\n    out POWER_EXIT, r1\n"
        try Data(own.utf8).write(to: URL(fileURLWithPath: "double.s"))
        // Taken up again, it is still there; only 'retry' gives the lesson's, and keeps it.
        #expect(learner.say("lesson small").contains("Your double.s is here, as you left it"))
        #expect(learner.say("retry").contains("is kept in double.s.old"))
        #expect(try String(contentsOfFile: "double.s.old", encoding: .utf8) == own)
        #expect(learner.say("check").contains("Not yet"))
        try Data(own.utf8).write(to: URL(fileURLWithPath: "double.s"))
        #expect(learner.say("check").contains("Done."))
    }

    @Test func `progress that cannot be understood is kept aside`() throws {
        let learner = try learner()
        try Data("{not json".utf8).write(to: URL(fileURLWithPath: learner.progress))
        #expect(learner.say("lesson small").replacing("\n", with: " ").contains("could not be understood"))
        #expect(try String(contentsOfFile: learner.progress + ".old", encoding: .utf8) == "{not json")
        #expect(learner.kept.lessons["small"] != nil)
    }

    @Test func `without a tutor there are no lessons, and nothing breaks`() throws {
        let bench = try Workbench()
        for command in Command.all where command.group == .lessons {
            var failed = false
            bench.execute(command.name == "answer" ? "answer 1" : command.name) { failed = failed || $0.isFailure }
            #expect(failed, "\(command.name)")
        }
    }
}
