import Engines
import ISA
import Machine

/// Translations as people see them: the guest's instructions on the left, what has become of each on the right.
package struct UnitView: Encodable, Sendable {
    /// One word of a translation.
    package struct Word: Encodable, Sendable {
        /// The guest instruction that it is part of; on its first word only.
        @Nullable package private(set) var guest: String?
        package let address: UInt32
        package let text: String
        /// What it is in the translation.
        package let role: String

        fileprivate init(guest: String?, address: UInt32, text: String, role: String) {
            (self.address, self.text, self.role) = (address, text, role)
            self.guest = guest
        }
    }

    package let number: Int
    package let pc: UInt32
    package let ring: UInt8
    package let instructions: Int
    package let identical: Int
    /// How often it was entered.
    package let executions: UInt64
    /// Ways out of other units that lead here.
    package let linkedFrom: Int
    /// What has happened to it: `building`, `installed`, `chained`, `adapted`, `reverted`,
    /// `invalidated`, each with the cycle of the last time.
    package let history: [Step]
    package struct Step: Encodable, Sendable {
        package let mark: String
        package let cycle: UInt64
    }
    package let words: [Word]

    package init(_ unit: TranslationUnit, number: Int, executions: UInt64, _ host: borrowing Host) {
        self.number = number
        (pc, ring) = (unit.key.pc, unit.key.ring)
        (instructions, identical) = (unit.source.count, unit.identical)
        self.executions = executions
        linkedFrom = unit.incoming.count
        history = unit.history.map { Step(mark: "\($0.mark)", cycle: $0.cycle) }
        var words: [Word] = []
        for index in 0..<unit.wordCount {
            let word = host.translatedWord(unit.start + index)
            let address = unit.address(ofWord: index)
            let isFirst = index == 1 || index > 1 && unit.origin(ofWord: index) != unit.origin(ofWord: index - 1)
            words.append(
                Word(
                    guest: isFirst ? Self.guest(unit, unit.origin(ofWord: index)) : nil, address: address,
                    text: Decoded(word: word)?.text(at: address) ?? Decoded.hexadecimal(word),
                    role: host.role(ofWord: unit.start + index).name))
        }
        self.words = words
    }

    private static func guest(_ unit: TranslationUnit, _ index: Int) -> String {
        let address = unit.key.pc + UInt32(index) * 4
        let word = unit.source[index]
        return Decoded.hexadecimal(address) + " " + (Decoded(word: word)?.text(at: address) ?? Decoded.hexadecimal(word))
    }

    /// What it is.
    package var title: String {
        "unit \(number): \(Decoded.hexadecimal(pc)), ring \(ring), \(instructions) instructions, \(identical) identical, \(words.count) words"
    }

    package var heading: String { "\(title), entered \(executions.grouped) times" }

    /// What has happened to it.
    package var story: String {
        history.map { "\($0.mark) \($0.cycle.grouped)" }.joined(separator: ", ")
            + (linkedFrom > 0 ? "; chained from \(linkedFrom) now" : "")
    }

    /// Two columns that fit 80.
    package var text: String {
        [heading, "  " + story, listing].joined(separator: "\n")
    }

    package var listing: String {
        words.map { "  " + ($0.guest ?? "").padded(30) + "| " + $0.text.padded(31) + " " + $0.role }.joined(separator: "\n")
    }
}

/// What `ringside units` prints: what has become of a guest's kernel.
package struct UnitReport: Encodable, Sendable {
    package let guest: String
    package let host: String
    package let counters: [String: UInt64]
    /// Units that the cache has, and how often these were entered, all together.
    package let installed: Int
    package let entries: UInt64
    package let units: [UnitView]

    /// Runs a guest under binary translation and looks at the units: the hottest, or those that translate an address.
    package init(_ session: Session, guest: String, at address: UInt32?, top: Int) throws(UserError) {
        session.withHost { $0.countTranslatedWords() }
        session.run()
        guard let engine = session.engine as? BinaryTranslationEngine, let cache = engine.cache else {
            throw UserError(.usage, "only the engine bt has translation units")
        }
        self.guest = guest
        host = session.options.model.name
        counters = session.engineCounters
        let views = session.withHost { host in
            cache.units.enumerated().map {
                UnitView($0.element, number: $0.offset, executions: cache.entries($0.offset, host), host)
            }
        }
        installed = views.count
        entries = views.reduce(0) { $0 + $1.executions }
        if let address {
            units = views.filter { ($0.pc..<$0.pc + UInt32($0.instructions) * 4).contains(address) }
        } else {
            units = Array(views.sorted { ($0.executions, $1.number) > ($1.executions, $0.number) }.prefix(top))
        }
    }

    package var json: String { JSON.text(self) }

    package var text: String {
        let body =
            units.isEmpty
            ? ["no unit translates that; the kernel's code is translated when it is executed"] : units.map(\.text)
        return ([summary] + body).joined(separator: "\n\n")
    }

    /// All units in three lines.
    private var summary: String {
        func counter(_ name: String) -> UInt64 { counters[name] ?? 0 }
        let (units, instructions) = (counter("units"), counter("unitInstructions"))
        let share = RunReport.percent(counter("unitIdentical"), of: instructions)
        let average = installed == 0 ? 0 : (entries * 10 + UInt64(installed) / 2) / UInt64(installed)
        let hits = RunReport.percent(counter("lookupHits"), of: counter("lookups"))
        return """
            \(units.grouped) units of \(instructions.grouped) instructions (\(share) identical), \(counter("cacheBytes").grouped) bytes; \
            entered \(average / 10).\(average % 10) times each
            \(counter("links").grouped) jumps chained, \(counter("unitsInvalidated").grouped) units invalidated; \
            \(counter("lookups").grouped) look-ups, of which \(hits) found a unit
            callouts: \(counter("calloutsLink").grouped) to chain, \(counter("calloutsLookup").grouped) to look up, \
            \(counter("calloutsInstruction").grouped) for instructions, \(counter("calloutsAccess").grouped) for accesses
            """
    }
}
