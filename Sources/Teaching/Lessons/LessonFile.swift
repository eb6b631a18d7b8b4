import Assembler
import Playground
import Yams

/// Reads a lesson. All that is wrong with a file is told at once, each at its place.
package struct LessonFile {
    package static let format = 1

    private let file: String
    private var lines: [String]
    private var errors: [String] = []
    private var steps: [Lesson.Step] = []
    private var title = ""
    private var parts: [Lesson.Part] = []
    private var prose: [String] = []

    /// `seed` chooses among the values of what varies.
    package static func parse(_ bytes: [UInt8], file: String, seed: Int = 0) throws(UserError) -> Lesson {
        var parser = LessonFile(file, String(decoding: bytes, as: UTF8.self))
        return try parser.lesson(seed)
    }

    private init(_ file: String, _ text: String) {
        self.file = file
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }

    private mutating func lesson(_ seed: Int) throws(UserError) -> Lesson {
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            throw UserError(
                .badInput,
                "\(file):1: error: a lesson begins with its front matter: ---, then id, title, format, minutes …, then ---")
        }
        let header = try header(lines[1..<end].joined(separator: "\n"))
        for (name, values) in (header?.variants ?? [:]).sorted(by: { $0.key < $1.key }) where !values.isEmpty {
            let value = values[(seed % values.count + values.count) % values.count]
            for index in lines.indices.dropFirst(end) { lines[index] = lines[index].replacing("{{\(name)}}", with: value) }
        }
        body(from: end + 1)
        checkNames()
        guard errors.isEmpty, let header else { throw UserError(.badInput, errors.joined(separator: "\n")) }
        return Lesson(
            id: header.id, title: header.title, minutes: header.minutes, engines: header.engines, hosts: header.hosts,
            prerequisites: header.prerequisites,
            variants: header.variants.values.map(\.count).max() ?? 1, file: file, steps: steps)
    }

    private mutating func report(_ line: Int, _ message: String) { errors.append("\(file):\(line): error: \(message)") }

    // MARK: Front matter

    private struct Header {
        let id: String
        let title: String
        let minutes: Int
        let engines: [String]
        let hosts: [String]
        let prerequisites: [String]
        /// What stands in double braces in the lesson, and its values.
        let variants: [String: [String]]
    }

    private mutating func header(_ text: String) throws(UserError) -> Header? {
        var reader = try YAMLReader(text, file: file, firstLine: 2)
        let keys = ["id", "title", "format", "minutes", "engines", "hosts"]
        guard let root = reader.root,
            let top = reader.mapping(root, "the front matter", keys: keys, optional: ["prerequisites", "variants"])
        else {
            errors += reader.root == nil ? ["\(file):2: error: the front matter is empty"] : reader.diagnostics.map { $0.render() }
            return nil
        }
        let id = top["id"].map { reader.text($0) } ?? ""
        if !Self.isID(id) { reader.report(top["id"], "'\(id)' is no id", ["use small letters, digits and hyphens"]) }
        let title = top["title"].map { reader.text($0) } ?? ""
        let format = top["format"].flatMap { reader.number($0, "a format version", Self.format...Self.format) }
        let minutes = top["minutes"].flatMap { reader.number($0, "a number of minutes", 1...240) }
        let engines = top["engines"].map { reader.texts($0) } ?? []
        let hosts = top["hosts"].map { reader.texts($0) } ?? []
        for engine in engines where !RunOptions.engineNames.contains(engine) {
            reader.report(top["engines"], "no engine '\(engine)'", ["there are \(RunOptions.engineNames.joined(separator: ", "))"])
        }
        for host in hosts where !HostModels.names.contains(host) {
            reader.report(top["hosts"], "no host model '\(host)'", ["there are \(HostModels.names.joined(separator: ", "))"])
        }
        if engines.isEmpty || hosts.isEmpty {
            reader.report(root, "a lesson needs an engine and a host", ["the first are what it begins with"])
        }
        let prerequisites = top["prerequisites"].map { reader.texts($0) } ?? []
        var variants: [String: [String]] = [:]
        for (key, values) in top["variants"]?.mapping ?? [:] { variants[reader.text(key)] = reader.texts(values) }
        if variants.values.contains(where: { $0.contains { $0.contains("{{") } }) {
            reader.report(top["variants"], "a value has double braces in it; values are put in once")
        }
        errors += reader.diagnostics.map { $0.render() }
        guard format != nil, let minutes else { return nil }
        return Header(
            id: id, title: title, minutes: minutes, engines: engines, hosts: hosts, prerequisites: prerequisites, variants: variants
        )
    }

    static func isID(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { 0x61...0x7a ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2d }
    }

    // MARK: Body

    private mutating func body(from start: Int) {
        var index = start
        while index < lines.count {
            let line = lines[index]
            if line.hasPrefix("```") {
                let info = line.dropFirst(3).split(separator: " ").map(String.init)
                guard let end = lines[(index + 1)...].firstIndex(of: "```") else {
                    report(index + 1, "the block that begins here is not closed by a line with ``` alone")
                    break
                }
                block(info, index + 1, end)
                index = end + 1
            } else if line.hasPrefix("## ") {
                finishStep()
                title = String(line.dropFirst(3))
                index += 1
            } else {
                // The lesson's own heading is its title, which is shown anyway.
                if !line.hasPrefix("# ") { prose.append(line) }
                index += 1
            }
        }
        finishStep()
        if steps.isEmpty { report(start, "a lesson needs a heading (## …) and something under it") }
    }

    private mutating func finishProse() {
        let text = prose.joined(separator: "\n").trimmingNewlines
        prose = []
        if !text.isEmpty { parts.append(.prose(text)) }
    }

    private mutating func finishStep() {
        finishProse()
        if !parts.isEmpty { steps.append(Lesson.Step(title: title, parts: parts)) }
        parts = []
    }

    /// A fenced block: the lines `start..<end`, counted from 0, are within.
    private mutating func block(_ info: [String], _ start: Int, _ end: Int) {
        let text = lines[start..<end].joined(separator: "\n")
        switch info.first {
        case "console":
            finishProse()
            transcript(start, end).map { parts.append(.transcript($0)) }
        case "question":
            finishProse()
            question(text, start).map { parts.append(.question($0)) }
        case "task":
            finishProse()
            task(text, start).map { parts.append(.task($0)) }
        case "asm" where info.count > 1:
            finishProse()
            let isShown = info.count == 2
            if info.count > 3 || info.count == 3 && info[2] != "solution" {
                report(start, "write ```asm NAME.s, or ```asm NAME.s solution")
            }
            parts.append(.program(Lesson.Program(name: info[1], text: text + "\n", isShown: isShown, line: start)))
        default: prose += ["```" + info.joined(separator: " ")] + lines[start..<end] + ["```"]
        }
    }

    private mutating func transcript(_ start: Int, _ end: Int) -> Transcript? {
        var entries: [Transcript.Entry] = []
        var (command, answer, place): (String?, [String], Int) = (nil, [], start)
        func finished() -> Transcript.Entry? { command.map { Transcript.Entry(command: $0, answer: answer, line: place + 1) } }
        for index in start..<end {
            if lines[index].hasPrefix("> ") {
                finished().map { entries.append($0) }
                (command, answer, place) = (String(lines[index].dropFirst(2)), [], index)
            } else if command == nil {
                report(index + 1, "a transcript begins with a command: '> ' and what is typed")
                return nil
            } else {
                answer.append(lines[index])
            }
        }
        finished().map { entries.append($0) }
        if entries.isEmpty { report(start, "an empty transcript") }
        return Transcript(entries: entries, lines: start..<end)
    }

    // MARK: Questions

    private mutating func question(_ text: String, _ start: Int) -> Question? {
        guard var reader = reader(text, start) else { return nil }
        if reader.root == nil { report(start, "the block is empty") }
        defer { errors += reader.diagnostics.map { $0.render() } }
        let optional = ["choices", "answer", "run", "value", "tolerance", "hints"]
        guard let root = reader.root, let top = reader.mapping(root, "a question", keys: ["id", "ask", "why"], optional: optional)
        else {
            return nil
        }
        let tolerance = top["tolerance"].flatMap { reader.number($0, "a tolerance in percent", 0...100) } ?? 0
        let answer: Question.Answer?
        if let choices = top["choices"].map({ reader.texts($0) }) {
            let right = top["answer"].map { reader.text($0) }.flatMap { choices.firstIndex(of: $0) }
            if right == nil { reader.report(top["answer"] ?? root, "the answer must be one of the choices") }
            if Set(choices).count < max(2, choices.count) {
                reader.report(top["choices"], "at least two choices are wanted, no two of them the same")
            }
            answer = right.map { .choice(choices, right: $0 + 1) }
        } else if let run = top["run"], let value = top["value"] {
            answer = .measured(commands: reader.text(run), value: reader.text(value), tolerance: tolerance)
        } else if let node = top["answer"] {
            answer = reader.number(node, "a number", 0...Int.max).map { .number(UInt64($0), tolerance: tolerance) }
        } else {
            reader.report(root, "a question needs choices and an answer, an answer that is a number, or run and value")
            answer = nil
        }
        guard let answer else { return nil }
        return Question(
            id: id(top["id"], &reader), text: top["ask"].map { reader.text($0) } ?? "", answer: answer,
            hints: hints(top["hints"], root, &reader), why: top["why"].map { reader.text($0) } ?? "", line: start)
    }

    private func id(_ node: Node?, _ reader: inout YAMLReader) -> String {
        guard let node else { return "" }
        let id = reader.text(node)
        if !Self.isID(id) { reader.report(node, "'\(id)' is no id", ["use small letters, digits and hyphens"]) }
        return id
    }

    private func hints(_ node: Node?, _ root: Node, _ reader: inout YAMLReader) -> [String] {
        let hints = node.map { reader.texts($0) } ?? []
        if hints.isEmpty { reader.report(node ?? root, "no hints", ["give at least one, from the vaguest to the plainest"]) }
        return hints
    }

    private mutating func reader(_ text: String, _ start: Int) -> YAMLReader? {
        do throws(UserError) {
            return try YAMLReader(text, file: file, firstLine: start + 1)
        } catch {
            errors.append(error.text)
            return nil
        }
    }

    // MARK: Tasks

    private mutating func task(_ text: String, _ start: Int) -> LessonTask? {
        guard var reader = reader(text, start) else { return nil }
        if reader.root == nil { report(start, "the block is empty") }
        defer { errors += reader.diagnostics.map { $0.render() } }
        let optional = ["start", "starter", "forbid", "par", "wrong"]
        guard let root = reader.root,
            let top = reader.mapping(root, "a task", keys: ["id", "do", "goal", "hints", "solution"], optional: optional)
        else { return nil }
        let goal = top["goal"].map { reader.texts($0) } ?? []
        if goal.isEmpty { reader.report(top["goal"] ?? root, "a task without a goal is solved by everything") }
        var par: LessonTask.Par?
        if let node = top["par"], let fields = reader.mapping(node, "the par", keys: ["counter", "most"]),
            let most = fields["most"].flatMap({ reader.number($0, "a number", 0...Int.max) })
        {
            par = LessonTask.Par(counter: fields["counter"].map { reader.text($0) } ?? "", most: UInt64(most))
        }
        var wrong: [LessonTask.Wrong] = []
        if let node = top["wrong"], node.sequence == nil { reader.report(node, "must be a list", ["write - {try: …, why: …}"]) }
        let forbidden = top["forbid"].map { reader.texts($0) } ?? []
        for name in forbidden where !Command.all.contains(where: { $0.name == name }) {
            reader.report(top["forbid"], "no command is called '\(name)'", ["write its whole name"])
        }
        for node in top["wrong"]?.sequence.map({ Array($0) }) ?? [] {
            guard let fields = reader.mapping(node, "a wrong solution", keys: ["try", "why"]) else { continue }
            wrong.append(
                LessonTask.Wrong(
                    commands: fields["try"].map { reader.text($0) } ?? "", why: fields["why"].map { reader.text($0) } ?? ""))
        }
        return LessonTask(
            id: id(top["id"], &reader), text: top["do"].map { reader.text($0) } ?? "",
            start: top["start"].map { reader.text($0) } ?? "",
            starter: top["starter"].map { reader.text($0) }, goal: goal, forbidden: forbidden,
            par: par, hints: hints(top["hints"], root, &reader), solution: top["solution"].map { reader.text($0) } ?? "",
            wrong: wrong,
            line: start)
    }

    // MARK: Names

    private mutating func checkNames() {
        var seen: Set<String> = []
        let programs = steps.flatMap(\.parts).compactMap { part -> Lesson.Program? in
            if case .program(let program) = part { program } else { nil }
        }
        for program in programs {
            if !seen.insert(program.name).inserted { report(program.line, "two programs are called '\(program.name)'") }
            if program.name.contains("/") { report(program.line, "'\(program.name)' is no file's name; it lies in no folder") }
        }
        for part in steps.flatMap(\.parts) {
            switch part {
            case .question(let question): checkID(question.id, question.line, &seen)
            case .task(let task):
                checkID(task.id, task.line, &seen)
                if let starter = task.starter, !programs.contains(where: { $0.name == starter && $0.isShown }) {
                    report(task.line, "the task begins with '\(starter)', and no block ```asm \(starter) is in the lesson")
                }
            case .prose, .transcript, .program: break
            }
        }
    }

    private mutating func checkID(_ id: String, _ line: Int, _ seen: inout Set<String>) {
        if !seen.insert(id).inserted { report(line, "the id '\(id)' is used twice") }
    }
}

extension String {
    fileprivate var trimmingNewlines: String {
        var text = self[...]
        while text.first?.isNewline == true { text.removeFirst() }
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
