/// One written operand, and the bits of the word in which it lies.
///
/// A word is `opcode:8 d:4 a:4 b:4 …`; an immediate takes the low bits that no register of the same row uses.
package enum Operand: Sendable, Hashable {
    /// A register in bits 23…20, 19…16 or 15…12.
    case d, a, b
    /// A control register, in the bits of `d` or of `a`.
    case controlD, controlA
    /// `[a + signed 16 bits]`.
    case memory
    /// `[strip + unsigned 16 bits]`: an offset from the start of the reserved strip.
    case strip
    /// 16 bits, signed: −32768…32767.
    case signed16
    /// 16 bits, unsigned: 0…65535.
    case unsigned16
    /// A shift count, 0…31.
    case shift5
    /// A trap vector, 0…255.
    case vector8
    /// A word offset from the next instruction, 24 bits signed; written as the target's address.
    case target24

    /// The bits of the word that the operand occupies.
    var mask: UInt32 {
        switch self {
        case .d, .controlD: 0x00f0_0000
        case .a, .controlA: 0x000f_0000
        case .b: 0x0000_f000
        case .memory: 0x000f_ffff
        case .strip, .signed16, .unsigned16: 0x0000_ffff
        case .shift5: 0x0000_001f
        case .vector8: 0x0000_00ff
        case .target24: 0x00ff_ffff
        }
    }

    /// The values that an immediate may have (for `target24`: word offsets); `nil` for registers.
    package var range: ClosedRange<Int>? {
        switch self {
        case .d, .a, .b, .controlD, .controlA: nil
        case .memory, .signed16: -0x8000...0x7fff
        case .strip, .unsigned16: 0...0xffff
        case .shift5: 0...31
        case .vector8: 0...255
        case .target24: -0x80_0000...0x7f_ffff
        }
    }

    /// How the operand is written in syntax lines.
    package var syntax: String {
        switch self {
        case .d: "rd"
        case .a: "ra"
        case .b: "rb"
        case .controlD, .controlA: "cr"
        case .memory: "[ra+imm]"
        case .strip: "[strip+imm]"
        case .signed16: "imm"
        case .unsigned16: "uimm"
        case .shift5: "count"
        case .vector8: "vector"
        case .target24: "target"
        }
    }
}
