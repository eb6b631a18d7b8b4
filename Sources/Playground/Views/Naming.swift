import Assembler
import ISA
import Machine

// Addresses in the words of the source.
extension Session {
    /// Beyond so many bytes behind a label an address is not called after it.
    private static let reach: UInt32 = 4096

    /// The label at an address, or before it with a distance; `nil` if none is near.
    package func label(of address: UInt32) -> String? {
        let symbols = image.symbols
        var (low, high) = (0, symbols.count)
        while low < high {
            let middle = (low + high) / 2
            if symbols[middle].value <= address { low = middle + 1 } else { high = middle }
        }
        // Of several at the same address, the first by name.
        guard let nearest = symbols[..<low].last(where: { $0.kind == .label }),
            let symbol = symbols.first(where: { $0.value == nearest.value && $0.kind == .label }),
            address - symbol.value < Self.reach
        else { return nil }
        return address == symbol.value ? symbol.name : "\(symbol.name)+\(address - symbol.value)"
    }

    /// The label, or the number where there is none.
    package func place(_ address: UInt32) -> String { label(of: address) ?? Decoded.hexadecimal(address) }

    /// The number, and the label if there is one.
    package func numberAndLabel(_ address: UInt32) -> String {
        Decoded.hexadecimal(address) + (label(of: address).map { " \($0)" } ?? "")
    }

    /// A line with the place in the source; without the folders where it would be too long for a terminal.
    func withSource(of address: UInt32, _ text: String) -> String {
        guard let source = source(of: address) else { return text }
        let name = text.count + source.count > 74 ? String(source.split(separator: "/").last ?? "") : source
        return "\(text)  (\(name))"
    }

    /// The instruction at a guest-virtual address as source text; empty where nothing can be read.
    package func instructionText(at address: UInt32) -> String {
        guard let word = virtualWord(at: address) else { return "" }
        return text(of: word, at: address)
    }

    /// A word as an instruction at an address, with names for what it reaches.
    package func text(of word: UInt32, at address: UInt32) -> String {
        guard let decoded = Decoded(word: word) else { return ".word \(Decoded.hexadecimal(word))" }
        let text = decoded.text(at: address) { label(of: $0) }
        switch decoded.instruction {
        case .inp, .outp: return withPort(text, decoded)
        case .hcall: return Hypercall(rawValue: UInt16(truncatingIfNeeded: decoded.immediate)).map { "hcall \($0.symbol)" } ?? text
        default: return text
        }
    }

    /// Ports by the names that sources have for them.
    private func withPort(_ text: String, _ decoded: Decoded) -> String {
        let number = Decoded.hexadecimal(UInt32(bitPattern: decoded.immediate))
        guard let name = Event.Kind.portName(UInt32(bitPattern: decoded.immediate)) else { return text }
        return text.replacing(number, with: name)
    }
}
