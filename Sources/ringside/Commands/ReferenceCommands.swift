import ArgumentParser
import Playground

struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "isa", abstract: "Print the reference of the machine and its assembler.")

    @Argument(help: "An instruction, a register, a device, a constant: only what is about it.") var topic: String?
    @Flag(help: "Only what is for paravirtual kernels: hypercalls, and what is shared with the hypervisor.") var hypercalls = false
    @Flag(help: "As Markdown.") var markdown = false
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
        if markdown && json { throw ValidationError("choose one of --markdown and --json") }
        if topic != nil && (markdown || json) { throw ValidationError("a topic is shown as text only") }
        if hypercalls && (topic != nil || markdown || json) { throw ValidationError("--hypercalls stands by itself") }
    }

    func run() throws {
        let text =
            hypercalls
            ? Reference.paravirtualText : json ? Reference.json : markdown ? Reference.markdown : Reference.text(topic: topic)
        guard !text.isEmpty else { throw UserError(.usage, "nothing about '\(topic ?? "")'; 'ringside isa' shows everything") }
        Terminal.print(text)
    }
}

struct HostsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hosts", abstract: "List the host models, or print one as a file to start your own from.")

    @Argument(help: "A shipped host model.") var name: String?

    func run() throws {
        guard let name else {
            for name in HostModels.names {
                let model = try HostModels.load(name)
                Terminal.print("\(name.padded(16)) \(model.year)  \(model.title)")
            }
            return
        }
        guard let text = HostModels.text(name) else {
            throw UserError(.usage, "no shipped host model '\(name)'; there are \(HostModels.names.joined(separator: ", "))")
        }
        Terminal.print(text)
    }
}
