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
    /// `installed`, `linked`, `invalidated`, `adapted`.
    package let marks: [String]
    package let words: [Word]

    package init(_ unit: TranslationUnit, number: Int, adapted: Set<UInt32>, _ host: borrowing Host) {
        self.number = number
        (pc, ring) = (unit.key.pc, unit.key.ring)
        (instructions, identical) = (unit.source.count, unit.identical)
        // The first word is the way in of look-ups; the second is executed by everybody.
        executions = host.executions(ofWord: unit.start + 1) ?? 0
        linkedFrom = unit.incoming.count
        let isAdapted = unit.source.indices.contains { adapted.contains(unit.key.pc + UInt32($0) * 4) }
        marks =
            [unit.isValid ? "installed" : "invalidated"] + (unit.incoming.isEmpty ? [] : ["linked"])
            + (isAdapted ? ["adapted"] : [])
        var words: [Word] = []
        for index in unit.points.indices {
            let word = host.translatedWord(unit.start + index)
            let address = unit.address(ofWord: index)
            let isFirst = index == 1 || index > 1 && unit.origins[index] != unit.origins[index - 1]
            words.append(
                Word(
                    guest: isFirst ? Self.guest(unit, unit.origins[index]) : nil, address: address,
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

    /// One line.
    package var heading: String {
        "unit \(number): \(Decoded.hexadecimal(pc)), ring \(ring), \(instructions) instructions, \(identical) identical, "
            + "\(words.count) words, entered \(executions.grouped) times; " + marks.joined(separator: ", ")
            + (linkedFrom > 0 ? " from \(linkedFrom)" : "")
    }

    /// Two columns that fit 80.
    package var text: String {
        let lines = words.map { word in
            ("  " + (word.guest ?? "").padded(30) + "| " + word.text.padded(31) + " " + word.role)
        }
        return ([heading] + lines).joined(separator: "\n")
    }
}

/// What `ringside units` prints: what has become of a guest's kernel.
package struct UnitReport: Encodable, Sendable {
    package let guest: String
    package let host: String
    package let counters: [String: UInt64]
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
        counters = engine.counters
        let views = session.withHost { host in
            cache.units.enumerated().map { UnitView($0.element, number: $0.offset, adapted: cache.adapted, host) }
        }
        if let address {
            units = views.filter { ($0.pc..<$0.pc + UInt32($0.instructions) * 4).contains(address) }
        } else {
            units = Array(views.sorted { ($0.executions, $1.number) > ($1.executions, $0.number) }.prefix(top))
        }
    }

    package var json: String { JSON.text(self) }

    package var text: String {
        units.isEmpty
            ? "no unit translates that; the kernel's code is translated when it is executed"
            : units.map(\.text).joined(separator: "\n\n")
    }
}
