import Foundation
import Playground
import Teaching
import Testing

@Suite struct LessonCheckTests {
    private func failures(_ change: (String) -> String = { $0 }, seed: Int = 0) throws -> [String] {
        let text = change(SmallLesson.text)
        return try LessonCheck(try SmallLesson.parse(text, seed: seed)).failures
    }

    @Test(arguments: [0, 1]) func `a lesson that is as it says has no failures`(seed: Int) throws {
        #expect(try failures(seed: seed) == [])
    }

    @Test(arguments: [
        ("add.s is loaded\n", "sub.s is loaded\n", ["small.md:26: error: after 'load add.s' comes 'add.s is loaded'"]),
        ("exit code …\nring 0  …", "exit code …\nring 0  …\nand more", ["and the lesson shows 'and more'"]),
        ("value: r1\n", "value: \"[0xfffffff0]\"\n", ["the answer to 'sum' cannot be measured"]),
        ("start: load add.s", "start: load add.s; step 2", ["'stop' under native is solved before anything is done"]),
        ("start: load add.s", "start: load none.s", ["does not begin"]),
        ("solution: |\n  step\n  step", "solution: step", ["the solution of 'stop' under native does not solve it", "under bt"]),
        ("  - {try: run, why: it has left}", "  - {try: step 2, why: it is right}", ["is solved by 'step 2', which is wrong"]),
        ("most: 100000", "most: 1", ["does not reach the par: cycles"]),
        (
            "goal: [stop exit 42]", "goal: [stop exit 21]",
            ["'double' under native is solved before anything is done", "is solved by 'double.s', which is wrong"]
        ),
        ("solution: doubled.s", "solution: tripled.s", ["no block ```asm tripled.s"]),
        ("forbid: [execute]", "forbid: [step]", ["'step' is a way around it"]),
        ("Who adds?", "Who \(String(repeating: "x", count: 90))?", ["has a line of"]),
        (
            "The program adds", String(repeating: "Another line.\n\n", count: 12) + "The program adds",
            ["lines; a terminal has room for"]
        ),
    ])
    func `what is not as the lesson says is told`(old: String, new: String, messages: [String]) throws {
        var told: String
        do throws(UserError) {
            told = try LessonCheck(try SmallLesson.parse(SmallLesson.text.replacing(old, with: new))).failures.joined(
                separator: "\n")
        } catch {
            told = error.text
        }
        for message in messages { #expect(told.contains(message), "\(told)") }
    }

    @Test func `accepting writes what comes, and nothing else`() throws {
        let wrong = SmallLesson.text.replacing("add.s is loaded\nring 0  …", with: "something else")
        let check = try LessonCheck(try SmallLesson.parse(wrong))
        #expect(!check.failures.isEmpty)
        let accepted = check.accepted(wrong)
        #expect(try LessonCheck(try SmallLesson.parse(accepted)).failures == [])
        #expect(accepted.contains("> load add.s\nadd.s is loaded\nring 0  0x"))
        #expect(accepted.contains("exit code …\nring 0  …\n"))
        #expect(try LessonCheck(try SmallLesson.parse(SmallLesson.text)).accepted(SmallLesson.text) == SmallLesson.text)
    }

    @Test func `on the command line a course is proved, or not, and written anew`() throws {
        let folder = try SmallLesson.course { $0.replacing("add.s is loaded", with: "add.s was loaded") }
        let path = folder.url.path
        let first = try Tool.run("lesson", "check", "--lessons", path)
        #expect(first.status == 1 && first.errors.contains("01-small.md:26: error: after 'load add.s'"))
        #expect(try Tool.run("lesson", "check", "--accept", "--lessons", path).status == 1)
        let second = try Tool.run("lesson", "check", "small", "--lessons", path)
        #expect(second.status == 0 && second.output == "1 lesson, 2 commands, 2 questions, 2 tasks: all as they say\n")
        #expect(try Tool.run("lesson", "check", "large", "--lessons", path).status == 64)
        #expect(try Tool.run("lesson", "list", "--lessons", path + "/none").status == 66)
    }
}

/// The course that comes with Ringside.
@Suite(.disabled(if: isDebugBuild)) struct CourseTests {
    @Test func `all of the course is as it says`() throws {
        let check = try Tool.run("lesson", "check")
        #expect(check.status == 0, "\(check.errors)")
    }

    @Test func `the course tells the whole history, and each lesson has something to do and something to predict`() throws {
        let lessons = try Course(folder: Tool.root.path + "/Lessons").lessons
        let history = [
            "rings", "sensitive", "trap-and-emulate", "translation-cache", "chaining", "paravirtual", "direct-paging",
            "hardware-assist", "shadow-paging", "nested-paging", "devices", "io-rings", "generations", "side-by-side",
        ]
        #expect(lessons.map(\.id) == history)
        for lesson in lessons {
            #expect(!lesson.tasks.isEmpty, "\(lesson.id) has no task")
            let predictions = lesson.questions.count { if case .measured = $0.answer { true } else { false } }
            #expect(predictions > 0, "\(lesson.id) has nothing to predict")
            #expect(lesson.steps.suffix(2).map(\.title) == ["Real world", "Exercises"], "\(lesson.id)")
        }
    }
}
