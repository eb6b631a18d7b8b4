import Assembler
import ISA
import Machine
import VMM

// Conditions and breakpoints as people write them.
extension Arguments {
    private static let eventsWithAddress = ["walk", "fill", "drop", "nestedfill", "translate", "chain", "invalidate"]
    private static let keywords = ["if", "ignore", "do"]

    /// What a run is to stop at: an address, `write ADDRESS`, `ring N`, or an event and perhaps its detail.
    mutating func condition() throws(UserError) -> Condition {
        guard let word = peek else {
            throw mistake("what to stop at is missing: an address, or for example: exit, write counter, ring 3")
        }
        switch word {
        case "write":
            _ = next()
            let address = try address()
            let session = try workbench.session
            guard let physical = session.guestPhysical(of: address & ~3), session.physicalPlace(physical) != nil else {
                throw mistake("nothing lies at \(Decoded.hexadecimal(address)) now that could be written")
            }
            return .write(physical)
        case "ring":
            _ = next()
            guard hasDetail else { return .ring(nil) }
            return .ring(UInt8(try number("a ring", 0...3, default: 0)))
        case _ where Event.Kind.stoppable.contains { $0.name == word }:
            _ = next()
            guard hasDetail else { return .event(name: word, detail: nil) }
            if Self.eventsWithAddress.contains(word) {
                return .event(name: word, detail: Decoded.hexadecimal(try address()))
            }
            return .event(name: word, detail: try eventDetail(of: word))
        default: return .address(try codeAddress())
        }
    }

    /// The detail of an event, if one follows; numbers can be written in any way.
    mutating func eventDetail(of event: String) throws(UserError) -> String? {
        var detail = next()
        if ["trap", "interrupt"].contains(event), let number = detail.flatMap(ValueReader.number) { detail = String(number) }
        try check(detail, of: event)
        return detail
    }

    private var hasDetail: Bool { peek.map { !Self.keywords.contains($0) } ?? false }

    private mutating func codeAddress() throws(UserError) -> UInt32 {
        guard let word = peek else { return try address() }
        do {
            return try address()
        } catch {
            let names = ["write", "ring"] + Event.Kind.stoppable.map(\.name)
            guard let note = Suggestion.note(for: word, among: names) else { throw error }
            throw mistake("'\(word)' is neither an address nor an event; \(note)")
        }
    }

    private func check(_ detail: String?, of event: String) throws(UserError) {
        guard let detail else { return }
        let names: [String]
        switch event {
        case "exit": names = ExitReason.allCases.map(\.name)
        case "hypercall": names = Hypercall.allCases.map(\.symbol)
        case "vmexit": names = VMExitReason.allCases.map(\.symbol)
        case "return": names = ["0", "1", "2", "3"]
        case "device", "in", "out", "devread", "devwrite":
            if ValueReader.number(detail) != nil { return }
            names = Event.Kind.deviceNames.sorted()
        case "syscall", "flush", "resume", "vmentry": throw mistake("\(event) has no details; '\(detail)' is one too many")
        case "trap", "interrupt": names = (0..<Architecture.vectorCount).map(String.init)
        default: return
        }
        guard !names.contains(where: { $0.lowercased() == detail.lowercased() }) else { return }
        let isNumber = names.count == Architecture.vectorCount
        let note =
            isNumber
            ? "from 0 to 255" : Suggestion.note(for: detail, among: names) ?? "there are \(names.joined(separator: ", "))"
        throw mistake("no \(event) is called '\(detail)'; \(note)")
    }

    /// A condition with what may follow it: `if TEST`, `ignore N`, `do "COMMANDS"`.
    mutating func breakpoint(number: Int) throws(UserError) -> Breakpoint {
        let condition = try condition()
        var (test, ignored, commands): (Test?, Int, String) = (nil, 0, "")
        while let word = peek {
            switch word {
            case "if":
                _ = next()
                test = try ValueReader.test(words(upTo: ["ignore", "do"]), workbench.session)
            case "ignore":
                _ = next()
                ignored = try self.number("how often", 1...1_000_000_000, default: 1)
            case "do":
                _ = next()
                commands = rest()
            default: throw mistake("'\(word)' is none of if, ignore, do")
            }
        }
        return Breakpoint(number: number, condition, test: test, ignored: ignored, commands: commands)
    }

    mutating func requiredRest(_ what: String) throws(UserError) -> String {
        guard !isEmpty else { throw mistake("\(what) is missing") }
        return rest()
    }
}

extension Breakpoint {
    package var text: String {
        "\(number): \(condition.text)" + (test.map { " if \($0.text)" } ?? "") + (ignored > 0 ? " ignore \(ignored)" : "")
            + (commands.isEmpty ? "" : " do \"\(commands.printable)\"") + (hits > 0 ? "  (\(hits.counted("time")) so far)" : "")
    }
}
