import Assembler
import Foundation
import ISA
import Playground
import Yams

/// Reads an assignment: a folder with `assignment.yml`, `starter/`, `solution/`, `wrong/*.diff` and `tests/`. All that is wrong with the
/// file is told at once, each at its place.
package struct AssignmentFile {
    package static let format = 1
    package static let name = "assignment.yml"

    private let folder: String
    private var reader: YAMLReader

    package static func read(_ folder: String) throws(UserError) -> Assignment {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        let path = folder + "/" + name
        guard FileManager.default.fileExists(atPath: path) else {
            throw UserError(.noSuchFile, "\(folder): no assignment there: a folder with \(name) in it")
        }
        let text = String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self)
        var file = AssignmentFile(folder: folder, reader: try YAMLReader(text, file: path))
        let assignment = try file.assignment()
        try file.reader.check()
        guard let assignment else { throw UserError(.badInput, "\(path):1: error: the file is empty") }
        return assignment
    }

    // MARK: The whole

    private static let keys = ["id", "title", "format", "points", "files", "engines", "host", "checks"]
    private static let optionalKeys = ["given", "seed", "limits", "wrong"]

    private mutating func assignment() throws(UserError) -> Assignment? {
        guard let root = reader.root,
            let top = reader.mapping(root, "an assignment", keys: Self.keys, optional: Self.optionalKeys)
        else { return nil }
        _ = top["format"].flatMap { reader.number($0, "a format version", Self.format...Self.format) }
        let points = top["points"].flatMap { reader.number($0, "a number of points", 1...10_000) } ?? 0
        let files = names(top["files"])
        if files.isEmpty { reader.report(top["files"] ?? root, "an assignment wants at least one file") }
        let engines = engines(top["engines"])
        let host = top["host"].map { reader.text($0) } ?? ""
        if !HostModels.names.contains(host) {
            reader.report(top["host"] ?? root, "no host model '\(host)'", ["there are \(HostModels.names.joined(separator: ", "))"])
        }
        let limits = limits(top["limits"])
        var given: [String: [UInt8]] = [:]
        for name in names(top["given"]) {
            if files.contains(name) { reader.report(top["given"], "'\(name)' is one of the files that a submission has") }
            if let bytes = bytes("starter/" + name, top["given"]) { given[name] = bytes }
        }
        for name in files { _ = (bytes("starter/" + name, top["files"]), bytes("solution/" + name, top["files"])) }
        let checks = checks(top["checks"], Context(files: files, given: given, engines: engines, limits: limits))
        let sum = checks.reduce(0) { $0 + $1.points }
        if reader.diagnostics.isEmpty, sum != points {
            reader.report(top["points"], "the checks have \(sum) points in all, and the assignment \(points)")
        }
        return Assignment(
            id: id(top["id"]), title: top["title"].map { reader.text($0) } ?? "", points: points, files: files, given: given,
            engines: engines, host: host, seed: UInt64(top["seed"].flatMap { reader.number($0, "a seed", 0...Int.max) } ?? 0),
            limits: limits, checks: checks, wrong: wrong(top["wrong"], points), place: folder,
            digest: digest)
    }

    private var digest: UInt64 {
        var digest = Digest()
        for path in (FileManager.default.subpaths(atPath: folder) ?? []).sorted() {
            digest.add(file: path, (try? Files.read(folder + "/" + path)) ?? [])
        }
        return digest.value
    }

    private mutating func id(_ node: Node?) -> String {
        let id = node.map { reader.text($0) } ?? ""
        if !LessonFile.isID(id) { reader.report(node, "'\(id)' is no id", ["use small letters, digits and hyphens"]) }
        return id
    }

    /// Names of files, which are in no folder.
    private mutating func names(_ node: Node?) -> [String] {
        guard let node else { return [] }
        let names = reader.texts(node)
        if Set(names).count < names.count { reader.report(node, "a name stands there twice") }
        for name in names where name.contains("/") || name.hasPrefix(".") || name.isEmpty {
            reader.report(node, "'\(name)' is no file's name", ["files lie side by side, without folders"])
        }
        return names
    }

    private mutating func bytes(_ name: String, _ node: Node?) -> [UInt8]? {
        do throws(UserError) {
            return try Files.read(folder + "/" + name, limit: SubmissionFiles.mostBytes)
        } catch {
            reader.report(node, error.text)
            return nil
        }
    }

    private mutating func engines(_ node: Node?) -> [String] {
        let engines = node.map { reader.texts($0) } ?? []
        for engine in engines where !RunOptions.engineNames.contains(engine) {
            reader.report(node, "no engine '\(engine)'", ["there are \(RunOptions.engineNames.joined(separator: ", "))"])
        }
        if engines.isEmpty || Set(engines).count < engines.count { reader.report(node, "at least one engine is wanted, each once") }
        return engines
    }

    private mutating func limits(_ node: Node?) -> Assignment.Limits {
        var limits = Assignment.Limits()
        guard let node, let values = reader.mapping(node, "limits", keys: [], optional: ["cycles", "memory", "output"]) else {
            return limits
        }
        limits.cycles = values["cycles"].map { cycles($0) } ?? limits.cycles
        limits.memory = values["memory"].flatMap { reader.number($0, "a number of MiB", 1...64) } ?? limits.memory
        limits.output = values["output"].flatMap { reader.number($0, "a number of bytes", 1...1 << 20) } ?? limits.output
        return limits
    }

    private mutating func cycles(_ node: Node) -> UInt64 {
        UInt64(reader.number(node, "a number of cycles", 1...1_000_000_000) ?? 1)
    }

    private mutating func wrong(_ node: Node?, _ points: Int) -> [Assignment.Wrong] {
        var found: [Assignment.Wrong] = []
        for node in list(node) {
            guard let values = reader.mapping(node, "a wrong solution", keys: ["id", "score", "why"]) else { continue }
            let id = id(values["id"])
            if !FileManager.default.fileExists(atPath: folder + "/wrong/" + id + ".diff") {
                reader.report(
                    values["id"], "there is no file wrong/\(id).diff", ["diff -u solution/FILE MISTAKEN-FILE > wrong/\(id).diff"])
            }
            if found.contains(where: { $0.id == id }) { reader.report(values["id"], "there is another wrong solution '\(id)'") }
            let score = values["score"].flatMap { reader.number($0, "a score that is not full", 0...max(0, points - 1)) } ?? 0
            found.append(Assignment.Wrong(id: id, score: score, why: values["why"].map { reader.text($0) } ?? ""))
        }
        return found
    }

    private mutating func list(_ node: Node?) -> [Node] {
        guard let node else { return [] }
        guard let sequence = node.sequence else {
            reader.report(node, "must be a list")
            return []
        }
        return Array(sequence)
    }

    // MARK: Checks

    private struct Context {
        let files: [String]
        let given: [String: [UInt8]]
        let engines: [String]
        let limits: Assignment.Limits
    }

    private static let checkKeys = [
        "guest", "do", "input", "output", "exact", "matches", "expect", "never", "same", "vary", "needs", "engines", "cycles",
        "tiers", "hidden", "reveal", "hint",
    ]

    private mutating func checks(_ node: Node?, _ context: Context) -> [Check] {
        var checks: [Check] = []
        for node in list(node) {
            guard let check = check(node, context, before: checks.map(\.id)) else { continue }
            checks.append(check)
        }
        if checks.isEmpty { reader.report(node, "an assignment without a check grades nothing") }
        return checks
    }

    private mutating func check(_ node: Node, _ context: Context, before: [String]) -> Check? {
        guard let values = reader.mapping(node, "a check", keys: ["id", "title", "points"], optional: Self.checkKeys) else {
            return nil
        }
        let id = id(values["id"])
        if before.contains(id) { reader.report(values["id"], "there is another check '\(id)'") }
        let needs = values["needs"].map { reader.texts($0) } ?? []
        for need in needs where !before.contains(need) {
            reader.report(values["needs"], "'\(need)' is no check before this one", ["what is needed stands before"])
        }
        let engines = values["engines"].map { self.engines($0) } ?? context.engines
        let (contained, executed) = never(values["never"])
        let commands = values["do"].map { reader.texts($0) } ?? ["run"]
        if commands.isEmpty { reader.report(values["do"], "no commands", ["leave it out for: run"]) }
        if values["never"] != nil, engines.allSatisfy({ $0 == "bt" }) || commands != ["run"] {
            reader.report(
                values["never"],
                "what is executed can only be watched under another engine than bt, and from the beginning to the end",
                ["name another engine; leave 'do' out"])
        }
        let points = values["points"].flatMap { reader.number($0, "a number of points", 0...10_000) } ?? 0
        let pattern = values["matches"].map { reader.text($0) }
        if let pattern, (try? Regex(pattern)) == nil { reader.report(values["matches"], "this is no regular expression") }
        let expectations = values["expect"].map { reader.texts($0) } ?? []
        let same = (values["same"].map { reader.texts($0) } ?? []).compactMap { name -> Check.Same? in
            let same = Check.Same(rawValue: name)
            if same == nil { reader.report(values["same"], "'\(name)' is neither engines nor solution") }
            return same
        }
        let output = values["output"].map { reader.text($0) }
        let tiers = values["tiers"].flatMap { self.tiers($0, points) }
        if output == nil, pattern == nil, expectations.isEmpty, contained.isEmpty, executed.isEmpty, same.isEmpty, tiers == nil {
            reader.report(node, "the check '\(id)' looks at nothing", ["say output, matches, expect, never, same or tiers"])
        }
        return Check(
            id: id, title: values["title"].map { reader.text($0) } ?? "", points: points, guest: guest(values["guest"], context),
            commands: commands, input: values["input"].map { reader.text($0) } ?? "",
            output: output, isExact: flag(values["exact"]), pattern: pattern, expectations: expectations,
            mustNotContain: contained, mustNotExecute: executed, same: same, vary: vary(values["vary"]), needs: needs,
            engines: engines, cycles: values["cycles"].map { cycles($0) } ?? context.limits.cycles, tiers: tiers,
            isHidden: flag(values["hidden"]), reveals: flag(values["reveal"]), hint: values["hint"].map { reader.text($0) })
    }

    private mutating func flag(_ node: Node?) -> Bool { node.flatMap { reader.boolean($0) } ?? false }

    private mutating func guest(_ node: Node?, _ context: Context) -> Check.Guest {
        guard let node else { return .own(context.files.first ?? "") }
        let name = names(node).first ?? ""
        if context.files.contains(name) || context.given[name] != nil { return .own(name) }
        guard FileManager.default.fileExists(atPath: folder + "/tests/" + name) else {
            reader.report(node, "'\(name)' is none of the files, none of those given, and not in tests/")
            return .own("")
        }
        return .grader(name: name, bytes: test(name, node))
    }

    /// A program of `tests/`, with what it shares with others there in the place of `.include "tests/NAME"`: put in here, as a file that
    /// the assembler could ask for is one that a submission could ask for, too.
    private mutating func test(_ name: String, _ node: Node) -> [UInt8] {
        let lines = String(decoding: bytes("tests/" + name, node) ?? [], as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        var whole: [String] = []
        for line in lines {
            let shared = line.wholeMatch(of: #/\s*\.include "(tests/[^"/]+)"\s*/#)?.1
            whole.append(shared.map { String(decoding: bytes(String($0), node) ?? [], as: UTF8.self) } ?? String(line))
        }
        return Array(whole.joined(separator: "\n").utf8)
    }

    private mutating func never(_ node: Node?) -> (contained: [String], executed: [String]) {
        guard let node, let values = reader.mapping(node, "never", keys: [], optional: ["contain", "execute"]) else {
            return ([], [])
        }
        let known = Set(Instruction.allCases.map(\.row.mnemonic) + ["privileged"])
        func mnemonics(_ node: Node?) -> [String] {
            let names = node.map { reader.texts($0) } ?? []
            for name in names where !known.contains(name) {
                reader.report(
                    node, "no instruction is called '\(name)'", [Suggestion.note(for: name, among: Array(known))].compactMap(\.self)
                )
            }
            return names
        }
        return (mnemonics(values["contain"]), mnemonics(values["execute"]))
    }

    private mutating func vary(_ node: Node?) -> [(name: String, range: ClosedRange<Int>)] {
        var found: [(String, ClosedRange<Int>)] = []
        if let node, node.mapping == nil { reader.report(node, "must be a mapping", ["write NAME: 3..20"]) }
        for (key, value) in node?.mapping ?? [:] {
            let limits = reader.text(value).components(separatedBy: "..").map { Int($0) }
            guard limits.count == 2, let low = limits[0], let high = limits[1], low <= high, low >= 0, high <= 1 << 30 else {
                reader.report(value, "a range is wanted", ["for example 3..20"])
                continue
            }
            found.append((reader.text(key), low...high))
        }
        return found
    }

    private mutating func tiers(_ node: Node, _ points: Int) -> Check.Tiers? {
        guard let values = reader.mapping(node, "tiers", keys: ["counter", "steps"]) else { return nil }
        var steps: [(most: UInt64, points: Int)] = []
        for step in list(values["steps"]) {
            guard let values = reader.mapping(step, "a step", keys: ["most", "points"]) else { continue }
            let most = values["most"].flatMap { reader.number($0, "a greatest value", 0...Int.max) } ?? 0
            steps.append((UInt64(most), values["points"].flatMap { reader.number($0, "a number of points", 0...points) } ?? 0))
        }
        let isOrdered = zip(steps, steps.dropFirst()).allSatisfy { $0.most < $1.most && $0.points > $1.points }
        if !isOrdered || steps.first?.points != points {
            reader.report(values["steps"], "steps go from the least value, with all points, to greater values with fewer points")
        }
        return Check.Tiers(counter: values["counter"].map { reader.text($0) } ?? "", steps: steps)
    }
}
