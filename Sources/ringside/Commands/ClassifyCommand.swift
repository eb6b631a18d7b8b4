import ArgumentParser
import ISA
import Playground

struct ClassifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Measure which instructions are privileged and which are sensitive (Popek and Goldberg).",
        discussion: """
            Each instruction is executed from many states in ring 0 and outside. One that is sensitive and does not trap gets a \
            witness: a kernel that ends otherwise outside ring 0 than on bare metal.
            """)

    @Option(help: "The ISA variant: x86, or classic, which has no holes.") var isa = ISAVariant.x86
    @Flag(help: "As JSON.") var json = false

    func run() throws {
        let table = try Classification(isa)
        Terminal.print(json ? table.json : table.text)
    }
}
