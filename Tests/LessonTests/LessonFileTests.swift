import Playground
import Teaching
import Testing

@Suite struct LessonFileTests {
    @Test func `a lesson has its parts in order`() throws {
        let lesson = try SmallLesson.parse(SmallLesson.text)
        #expect(lesson.id == "small" && lesson.minutes == 5 && lesson.engines == ["native", "bt"])
        #expect(lesson.steps.map(\.title) == ["Adding", "Asking", "Doing"])
        #expect(lesson.exercises == ["who", "sum", "stop", "double"])
        #expect(lesson.programs.map(\.name) == ["add.s", "double.s", "doubled.s"])
        #expect(lesson.programs.map(\.isShown) == [true, true, false])
        #expect(lesson.transcripts.flatMap(\.entries).map(\.command) == ["load add.s", "run"])
    }

    @Test func `a seed chooses what varies`() throws {
        for (seed, value) in [(0, 3), (1, 5), (2, 3), (-1, 5)] {
            let lesson = try SmallLesson.parse(SmallLesson.text, seed: seed)
            #expect(lesson.programs[0].text.contains("add r1, \(value)\n"))
            #expect(lesson.tasks[0].goal[0] == "r1 == \(value) + 4")
        }
    }

    /// What is changed, and what must be told, with its line.
    @Test(arguments: [
        ("---\nid: small", "id: small", "small.md:1: error: a lesson begins with its front matter"),
        ("id: small", "id: Small One", "small.md:2:"), ("format: 1", "format: 2", "small.md:4:"),
        ("minutes: 5", "minutes: soon", "a number of minutes must be a whole number"),
        ("title: A small lesson\n", "", "lacks title"), ("minutes: 5", "minutes: 5\nsecond: 5", "unknown key 'second'"),
        ("engines: [native, bt]", "engines: [native, cray]", "no engine 'cray'"),
        ("hosts: [classroom]", "hosts: [mainframe]", "no host model 'mainframe'"),
        ("hosts: [classroom]", "hosts: []", "needs an engine and a host"),
        ("> load add.s\n", "", "small.md:25: error: a transcript begins with a command"),
        ("answer: the processor", "answer: the compiler", "the answer must be one of the choices"),
        ("hints: [Step.]\n", "", "a task lacks hints"), ("hints: [Step.]", "hints: []", "no hints"),
        ("goal: [stop exit 42]", "goal: []", "a task without a goal"), ("id: sum", "id: who", "the id 'who' is used twice"),
        ("starter: double.s", "starter: treble.s", "no block ```asm treble.s is in the lesson"),
        ("```asm doubled.s solution", "```asm double.s solution", "two programs are called 'double.s'"),
        ("```asm doubled.s solution", "```asm doubled.s secret", "write ```asm NAME.s"),
        ("wrong:\n  - {try: run, why: it has left}", "wrong:\n  - {try: run}", "a wrong solution lacks why"),
        ("run: load add.s; run\nvalue: r1", "run: load add.s", "a question needs choices and an answer"),
        ("why: It is the sum.", "why: [", "not YAML"),
    ])
    func `a mistake is told where it is`(old: String, new: String, message: String) throws {
        let text = SmallLesson.text.replacing(old, with: new)
        try #require(text != SmallLesson.text)
        do throws(UserError) {
            _ = try SmallLesson.parse(text)
            Issue.record("'\(new)' was taken")
        } catch {
            #expect(error.kind == .badInput && error.text.contains(message), "\(error.text)")
            #expect(error.text.hasPrefix("small.md:"))
        }
    }

    @Test func `a block that is not closed is told, and nothing crashes on half a file`() {
        let bytes = Array(SmallLesson.text.utf8)
        for end in stride(from: 0, to: bytes.count, by: 7) {
            _ = try? LessonFile.parse(Array(bytes[..<end]), file: "half.md")
        }
        #expect(throws: UserError.self) { try SmallLesson.parse(SmallLesson.text + "\n```console\n> run") }
    }

    @Test func `ids are a lesson's own, and prerequisites come before`() throws {
        let folder = try SmallLesson.course()
        _ = try folder.file("02-other.md", Array(SmallLesson.text.utf8))
        #expect(
            try Course(folder: folder.url.path).problems.first?.contains("02-other.md:1: error: the id 'small' is also") == true)
        let wanted = SmallLesson.text.replacing("id: small", with: "id: other").replacing(
            "minutes: 5", with: "minutes: 5\nprerequisites: [later]")
        _ = try folder.file("02-other.md", Array(wanted.utf8))
        // What is wrong with one lesson takes no other away.
        let course = try Course(folder: folder.url.path)
        #expect(course.problems.first?.contains("the lesson 'later' is to be done before") == true && course.lessons.count == 1)
        #expect(throws: UserError.self) { try course.lesson("other") }
        _ = try folder.file("02-other.md", Array(wanted.replacing("[later]", with: "[small]").utf8))
        #expect(try Course(folder: folder.url.path).lesson("oth").id == "other")
        #expect(try Course(folder: folder.url.path).lesson("1").id == "small")
        #expect(throws: UserError.self) { try Course(folder: folder.url.path).lesson("3") }
    }
}
