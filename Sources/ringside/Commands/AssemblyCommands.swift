import ArgumentParser
import Foundation
import Playground

struct AssembleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "asm", abstract: "Assemble a source into an image.")

    @Argument(help: "The source.") var file: String
    @Option(name: .shortAndLong, help: "Where to write the image; beside the source, ending in .img, by default.") var output:
        String?

    func run() throws {
        let image = try GuestFile(file).image
        let path = output ?? (file as NSString).deletingPathExtension + ".img"
        guard !Files.same(path, file) else { throw UserError(.usage, "\(file) would be overwritten; name the image with -o") }
        try Files.write(image.encoded, to: path)
        Terminal.error("\(path): \(image.segments.reduce(0) { $0 + $1.bytes.count }) bytes in \(image.segments.count) segments")
    }
}

struct DisassembleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disasm", abstract: "Print an image as source, with its labels.",
        discussion: "Assembling what it prints gives the same bytes.")

    @Argument(help: "An image, or a source to be assembled first.") var file: String

    func run() throws { Terminal.print(try GuestFile(file).image.listing(predefined: GuestFile.symbols.keys)) }
}
