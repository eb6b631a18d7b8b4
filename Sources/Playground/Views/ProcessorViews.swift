import ISA
import Machine
import VMM

/// The processor as the guest sees it, with what has changed since the guest was last moved.
package struct RegistersView: View {
    package let registers: [String: UInt32]
    package let pc: UInt32
    package let ring: UInt8
    package let flags: String
    package let halted: Bool
    package let trapTable: UInt32
    package let control: [String: UInt32]
    /// Names of what has changed.
    package let changed: [String]

    package init(_ session: Session, before: CPU?) {
        let cpu = session.guestCPU
        let named = Self.named(cpu)
        registers = Dictionary(uniqueKeysWithValues: (0..<16).map { (Decoded.register(UInt8($0)), cpu.registers[$0]) })
        (pc, ring, halted, trapTable) = (cpu.pc, cpu.ring, cpu.halted, cpu.trapTable)
        flags = Flags.text(cpu.flags)
        control = Dictionary(uniqueKeysWithValues: ControlRegister.allCases.map { ($0.name, cpu[$0]) })
        changed = before.map { before in zip(named, Self.named(before)).filter { $0.1 != $1.1 }.map(\.0.0) } ?? []
    }

    private static func named(_ cpu: CPU) -> [(String, UInt32)] {
        (0..<16).map { (Decoded.register(UInt8($0)), cpu.registers[$0]) }
            + [("pc", cpu.pc), ("ring", UInt32(cpu.ring)), ("flags", cpu.flags), ("trap table", cpu.trapTable)]
            + ControlRegister.allCases.map { ($0.name, cpu[$0]) }
    }

    /// What has changed from one processor to another, in a line; empty if nothing has. Where it is, others tell.
    static func changes(from before: CPU, to cpu: CPU) -> String {
        zip(named(before), named(cpu)).filter { $0.1 != $1.1 && !["pc", "ring"].contains($0.0) }.map { old, new in
            let value = old.0 == "flags" ? Flags.text(new.1) : Decoded.hexadecimal(new.1)
            return "\(old.0) = \(value)"
        }.joined(separator: ", ")
    }

    package var text: String {
        let general = (0..<16).map { Decoded.register(UInt8($0)) }
        var lines = stride(from: 0, to: 16, by: 4).map { start in
            general[start..<start + 4].map { cell($0, Decoded.hexadecimal(registers[$0] ?? 0)) }.joined()
        }
        lines.append(
            cell("pc", Decoded.hexadecimal(pc)) + cell("ring", "\(ring)") + cell("flags", flags)
                + cell("halted", halted ? "yes" : "no"))
        let names = ControlRegister.allCases.map(\.name)
        let cells =
            names.map { cell($0, Decoded.hexadecimal(control[$0] ?? 0)) } + [cell("trap table", Decoded.hexadecimal(trapTable))]
        lines += stride(from: 0, to: cells.count, by: 4).map { cells[$0..<min($0 + 4, cells.count)].joined() }
        return lines.map { $0.trimmingTrailing }.joined(separator: "\n")
    }

    /// With a star where the value is new.
    private func cell(_ name: String, _ value: String) -> String {
        (name.padded(name.count > 8 ? 11 : 6) + " " + (changed.contains(name) ? "*" : " ") + value).padded(20)
    }
}

/// Instructions around a place.
package struct CodeView: View {
    package struct Row: Encodable, Sendable {
        package let address: UInt32
        @Nullable package var label: String?
        @Nullable package var word: UInt32?
        package let text: String
        @Nullable package var source: String?
        package let isNext: Bool
    }
    package let rows: [Row]

    package init(_ session: Session, from address: UInt32, count: Int) {
        let pc = session.guestCPU.pc
        rows = (0..<UInt32(count)).map { index in
            let place = (address & ~3) &+ index * 4
            let word = session.virtualWord(at: place)
            var row = Row(
                address: place, text: word.map { session.text(of: $0, at: place) } ?? "(nothing can be read here)",
                isNext: place == pc)
            row.word = word
            row.label = session.label(of: place).flatMap { $0.contains("+") ? nil : $0 }
            row.source = session.source(of: place)
            return row
        }
    }

    package var text: String { lines(withSource: true).joined(separator: "\n") }

    func lines(withSource: Bool) -> [String] {
        rows.flatMap { row -> [String] in
            let line = (row.isNext ? "=>" : "  ") + " " + Decoded.hexadecimal(row.address).padded(12) + row.text.padded(32)
            let source = withSource ? row.source ?? "" : ""
            return (row.label.map { ["\($0):"] } ?? []) + [(line + source).trimmingTrailing]
        }
    }
}

/// Words and characters of the guest's memory.
package struct MemoryView: View {
    package struct Row: Encodable, Sendable {
        package let address: UInt32
        /// `null` where nothing can be read.
        package let words: [UInt32?]
    }
    package let rows: [Row]

    /// At most so many words.
    package static let limit = 1024

    package init(_ session: Session, from address: UInt32, words count: Int) {
        let start = address & ~3
        rows = stride(from: 0, to: count, by: 4).map { row in
            let place = start &+ UInt32(row) * 4
            return Row(
                address: place, words: (row..<min(row + 4, count)).map { session.virtualWord(at: start &+ UInt32($0) * 4) })
        }
    }

    package var text: String {
        rows.map { row in
            let words = row.words.map { $0.map(Self.digits) ?? "--------" }.joined(separator: " ")
            let letters = row.words.flatMap { word in (UInt32(0)..<4).map { word?.byte(at: $0) } }
                .map { $0.map { 32..<127 ~= $0 ? String(UnicodeScalar(UInt8($0))) : "." } ?? " " }
            return Decoded.hexadecimal(row.address).padded(12) + words.padded(36) + letters.joined()
        }.map(\.trimmingTrailing).joined(separator: "\n")
    }

    static func digits(_ word: UInt32) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

/// Words from the stack pointer upward, with what they may be addresses of.
package struct StackView: View {
    package struct Row: Encodable, Sendable {
        package let address: UInt32
        @Nullable package var word: UInt32?
        /// The code that it may lead back to.
        @Nullable package var meaning: String?
    }
    package let rows: [Row]

    package init(_ session: Session, count: Int) {
        let sp = session.guestCPU.sp & ~3
        rows = (0..<UInt32(count)).map { index in
            var row = Row(address: sp &+ index * 4)
            row.word = session.virtualWord(at: row.address)
            row.meaning = row.word.flatMap { $0 == 0 ? nil : session.label(of: $0) }
            return row
        }
    }

    package var text: String {
        rows.map { row in
            (Decoded.hexadecimal(row.address).padded(12) + (row.word.map(MemoryView.digits) ?? "--------").padded(12)
                + (row.meaning ?? "")).trimmingTrailing
        }.joined(separator: "\n")
    }
}

/// The trap table: the gates that are present.
package struct GatesView: View {
    package struct Row: Encodable, Sendable {
        package let vector: UInt8
        package let title: String
        package let handler: UInt32
        package let label: String
        /// The ring that the handler runs in, and the least privileged one that may use `int`.
        package let ring: UInt8
        package let caller: UInt8
        package let keepsInterrupts: Bool
        package let freshStack: Bool
    }
    package let table: UInt32
    package let gates: [Row]
    /// The hypervisor's copy, for a paravirtual kernel.
    package let isCopy: Bool

    package init(_ session: Session) {
        table = session.guestCPU.trapTable
        let copy = session.paravirtualGates
        isCopy = copy != nil
        let table = table
        gates = (0..<Architecture.vectorCount).compactMap { vector in
            let place = table &+ UInt32(vector) * Architecture.gateSize
            let gate = copy?[vector]
            guard let bits = gate?.bits ?? session.virtualWord(at: place + 4), bits & Gate.present != 0,
                let handler = gate?.handler ?? session.virtualWord(at: place)
            else { return nil }
            return Row(
                vector: UInt8(vector), title: Vector.title(UInt8(vector)), handler: handler,
                label: session.label(of: handler) ?? "",
                ring: UInt8(bits >> Gate.targetShift & 3), caller: UInt8(bits >> Gate.callerShift & 3),
                keepsInterrupts: bits & Gate.keepInterrupts != 0, freshStack: bits & Gate.freshStack != 0)
        }
    }

    package var text: String {
        let head =
            isCopy ? "the trap table, as the hypervisor has taken it over" : "the trap table at \(Decoded.hexadecimal(table))"
        if gates.isEmpty { return head + ": no gate is present" }
        return
            ([head, "vector                        handler                     ring  callers"]
            + gates.map { gate in
                let marks = (gate.keepsInterrupts ? " keeps interrupts" : "") + (gate.freshStack ? " fresh stack" : "")
                return
                    ("\(gate.vector)".leftPadded(4) + "  " + gate.title.padded(24)
                    + (Decoded.hexadecimal(gate.handler) + " " + gate.label).padded(28) + "\(gate.ring)     0-\(gate.caller)"
                    + marks)
            }).joined(separator: "\n")
    }
}
