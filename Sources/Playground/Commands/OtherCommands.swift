import Assembler

extension Command {
    static let otherCommands: [Command] = [
        Command(
            "help", "h", .other, "[COMMAND | TOPIC]", [.topic], "Lists the commands, or says all about one, or about a topic.",
            "Topics: \(Manual.topics.map(\.name).joined(separator: ", ")); and each instruction, register, hypercall and exit reason.",
            takesRest: true
        ) { _, arguments in
            guard !arguments.isEmpty else { return Reply(Manual.overview) }
            return Reply(try Manual.page(arguments.rest()))
        },
        Command(
            "script", "scr", .other, "FILE", [.file], "Carries out the commands in a file; the first that fails ends it."
        ) { bench, arguments in
            let path = try arguments.required("a file")
            var reply = Reply("")
            var parts: [String] = []
            for nested in try bench.nested(String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self), name: path) {
                parts.append(nested.text)
                reply.isFailure = reply.isFailure || nested.isFailure
            }
            reply.text = parts.joined(separator: "\n")
            return reply
        },
        Command("echo", "ec", .other, "TEXT", [.free], "Prints a text, for scripts that speak to people.", takesRest: true) {
            _, arguments in
            Reply(arguments.rest().printable)
        },
        Command("quit", "q", .other, "", [], "Leaves.") { bench, _ in
            bench.wantsToLeave = true
            return Reply("")
        },
    ]
}
