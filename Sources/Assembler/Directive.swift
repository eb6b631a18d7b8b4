/// The directives, with what help says of them.
package enum Directive: String, CaseIterable, Sendable {
    case org, align, word, half, byte, ascii, asciz, space, section, entry, equ
    case include, macro, endm, rept, endr, `if`, ifdef, ifndef, `else`, endif, error

    /// How it is written.
    package var syntax: String {
        switch self {
        case .org: ".org ADDRESS"
        case .align: ".align POWER_OF_TWO [, FILL]"
        case .word: ".word VALUE, …"
        case .half: ".half VALUE, …"
        case .byte: ".byte VALUE, …"
        case .ascii: ".ascii \"TEXT\", …"
        case .asciz: ".asciz \"TEXT\", …"
        case .space: ".space COUNT [, FILL]"
        case .section: ".section NAME [, ADDRESS [, LOAD_ADDRESS | auto]]"
        case .entry: ".entry LABEL"
        case .equ: ".equ NAME, VALUE"
        case .include: ".include \"PATH\""
        case .macro: ".macro NAME [PARAMETER [= DEFAULT], …]"
        case .rept: ".rept COUNT"
        case .if: ".if VALUE"
        case .ifdef: ".ifdef NAME"
        case .ifndef: ".ifndef NAME"
        case .error: ".error \"TEXT\""
        case .endm, .endr, .else, .endif: ".\(rawValue)"
        }
    }

    /// What it does, in one sentence.
    package var effect: String {
        switch self {
        case .org: "Goes on at an address further on in the section."
        case .align: "Goes on at the next multiple of a power of two."
        case .word: "Places 32-bit values."
        case .half: "Places 16-bit values."
        case .byte: "Places bytes."
        case .ascii: "Places text."
        case .asciz: "Places text with a zero byte behind each piece."
        case .space: "Places so many bytes of zero, or of the fill value."
        case .section: "Goes on in a section, which is opened at its first mention: at an address, or behind the section before it."
        case .entry: "Names the place where the program starts; otherwise it is _start, or the first instruction."
        case .equ: "Defines a constant, as NAME = VALUE does."
        case .include: "Reads a file from the source's folder here."
        case .macro: "Starts the body of a macro: \\parameter stands for an argument, \\@ for the number of the expansion."
        case .endm: "Ends a macro's body."
        case .rept: "Reads the lines up to .endr so many times."
        case .endr: "Ends the lines to repeat."
        case .if: "Reads what follows only if the value is not zero."
        case .ifdef: "Reads what follows only if the name is defined by now."
        case .ifndef: "Reads what follows unless the name is defined by now."
        case .else: "Starts what is read if the condition does not hold."
        case .endif: "Ends what depends on the condition."
        case .error: "Reports an error of the source's own."
        }
    }

    /// Whether `.endif` closes it.
    var opensCondition: Bool { self == .if || self == .ifdef || self == .ifndef }
}

extension Assembly {
    mutating func directive(_ word: String, _ range: Range<Int>, _ parser: inout Parser, _ site: Site) throws(Fault) {
        guard let directive = Directive(rawValue: word.dropFirst().lowercased()) else {
            doubts.insert(.addresses)
            let names = Directive.allCases.map { "." + $0.rawValue }
            throw .at(range, "unknown directive '\(word)'", note: Suggestion.note(for: word.lowercased(), among: names))
        }
        switch directive {
        case .word, .half, .byte, .ascii, .asciz, .space, .org, .align:
            do throws(Fault) {
                try place(directive, range, &parser, site)
            } catch {
                doubts.insert(.addresses)
                throw error
            }
        case .section: try section(&parser, site)
        case .entry:
            let expression = try parser.expression()
            try parser.expectEnd()
            if let first = entry {
                throw .at(range, "the entry is named already", note: "first at \(log.place(of: first.site))")
            }
            entry = (expression, site)
        case .equ:
            let (name, range) = try parser.name("a name")
            try parser.expect(.comma)
            try defineConstant(name, range, &parser, site)
        case .include: try includeFile(&parser, site)
        case .macro: try macroDefinition(range, &parser, site)
        case .rept: try repetition(range, &parser, site)
        case .if, .ifdef, .ifndef, .else, .endif: try condition(directive, range, &parser, site)
        case .endm, .endr:
            let opener = directive == .endm ? ".macro" : ".rept"
            throw .at(range, "\(word) without \(opener)", note: "its \(opener) must stand before it in the same file or macro")
        case .error:
            let text = try parser.string()
            throw .at(text.range, String(decoding: text.bytes, as: UTF8.self))
        }
    }
}
