import Engines
import Foundation
import ISA
import Machine
import VMM

extension Workbench {
    /// How the last word of a line that is being typed can go on: whole words, sorted. What can stand there is what the command's
    /// description says.
    package func completions(_ line: String) -> [String] {
        let start = line.lastIndex { $0 == ";" }.map { line.index(after: $0) } ?? line.startIndex
        let words = line[start...].split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        let isNew = line.last.map { $0 == " " || $0 == ";" } ?? true
        let word = isNew ? "" : words.last ?? ""
        let before = isNew ? words : Array(words.dropLast())
        guard let name = before.first else { return matching(word, Command.all.map(\.name)) }
        guard let command = try? Command.find(name), let last = command.arguments.last else { return [] }
        let index = before.count - 1
        let argument = index < command.arguments.count ? command.arguments[index] : last
        return candidates(argument, word)
    }

    private func candidates(_ argument: Command.Argument, _ word: String) -> [String] {
        switch argument {
        case .file: Self.files(word)
        case .place: matching(word, places)
        case .engine: matching(word, (EngineRegistry.all + EngineRegistry.forms).map(\.id))
        case .host: matching(word, HostModels.names) + Self.files(word).filter { word.contains("/") || $0.hasSuffix(".yml") }
        case .setting: matching(word, Command.settingKeys)
        case .condition: matching(word, ["write", "ring", "cycle"] + Event.Kind.stoppable.map(\.name) + places)
        case .detail: matching(word, Self.details + places)
        case .mark: matching(word, Array(marks.keys))
        case .topic:
            matching(
                word,
                Command.all.map(\.name) + Manual.topics.map(\.name) + Instruction.allCases.map(\.row.mnemonic)
                    + Hypercall.allCases.map(\.symbol) + ExitReason.allCases.map(\.name))
        case .counter: matching(word, Array(ValueReader.names.keys) + places)
        case .word(let words): matching(word, words)
        case .free: []
        }
    }

    private static let registers = (0..<16).map { "r\($0)" } + ["sp", "pc"] + ControlRegister.allCases.map(\.name)

    private var places: [String] {
        (image?.symbols.filter { $0.kind == .label }.map(\.name) ?? []) + Self.registers
    }

    private static let details =
        ExitReason.allCases.map(\.name) + Hypercall.allCases.map(\.symbol) + VMExitReason.allCases.map(\.symbol)
        + Event.Kind.deviceNames

    private func matching(_ word: String, _ names: [String]) -> [String] { Set(names.filter { $0.hasPrefix(word) }).sorted() }

    /// Files and folders that a path can go on to; folders end in a slash.
    private static func files(_ word: String) -> [String] {
        let folder = word.lastIndex(of: "/").map { String(word[...$0]) } ?? ""
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return names.filter { !$0.hasPrefix(".") && (folder + $0).hasPrefix(word) }.map { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder + name, isDirectory: &isFolder)
            return folder + name + (isFolder.boolValue ? "/" : "")
        }.sorted()
    }
}
