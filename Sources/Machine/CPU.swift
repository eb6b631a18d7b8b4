import ISA

/// The architectural state of one processor.
package struct CPU: Sendable {
    /// `r0` … `r15`. In place, because an array would be asked at every write whether it is shared.
    package var registers = InlineArray<16, UInt32>(repeating: 0)
    package var pc: UInt32 = 0
    package var arithmetic = ArithmeticFlags()
    package var interruptsEnabled = false
    package var trace = false
    /// 0 (most privileged) … 3.
    package var ring: UInt8 = 0
    /// Waiting in `hlt`.
    package var halted = false
    /// `sti` has just set IF: interrupts wait for one more instruction.
    package var interruptShadow = false
    /// Instructions come from the reserved strip. The way in is by `mjmp` or by the monitor that runs the host; the way on is
    /// straight ahead, by direct jumps, and by `mjmp`. Any other transfer ends it.
    package var inStrip = false
    /// The virtual address of the trap table.
    package var trapTable: UInt32 = 0
    /// By the control register's number; numbers without a register stay 0.
    package var control = InlineArray<16, UInt32>(repeating: 0)

    package init() { self[.limit] = Architecture.stripBase }

    package subscript(register: ControlRegister) -> UInt32 {
        get { control[Int(register.rawValue & 15)] }
        set { control[Int(register.rawValue & 15)] = newValue }
    }

    package var sp: UInt32 {
        get { registers[Architecture.stackPointer] }
        set { registers[Architecture.stackPointer] = newValue }
    }

    /// FLAGS as `pushf` shows it; setting ignores bits that do not exist.
    package var flags: UInt32 {
        get { arithmetic.bits | (trace ? Flags.trace : 0) | (interruptsEnabled ? Flags.interrupt : 0) }
        set {
            arithmetic = ArithmeticFlags(bits: newValue)
            trace = newValue & Flags.trace != 0
            interruptsEnabled = newValue & Flags.interrupt != 0
        }
    }

    package var pagingEnabled: Bool { self[.cr0] & CR0.paging != 0 }
    package var middleRingsAllowed: Bool { self[.cr0] & CR0.middleRings != 0 }
}

/// N Z C V, kept as the operands of the comparison that set them: most comparisons are followed by one conditional jump,
/// which then is one comparison of the host's.
package struct ArithmeticFlags: Sendable {
    private var left: UInt32 = 1
    private var right: UInt32 = 0
    /// Low half: zero exactly if Z is set. Bit 63: V is the opposite of what `left - right` gives, which only a restored
    /// FLAGS value can bring about.
    private var rest: UInt64 = 1
    private static let overflowFlip: UInt64 = 1 << 63

    package init() {}

    @inline(__always) mutating func compare(_ a: UInt32, _ b: UInt32) {
        left = a
        right = b
        rest = UInt64(a ^ b)
    }

    @inline(__always) var equal: Bool { UInt32(truncatingIfNeeded: rest) == 0 }
    @inline(__always) var less: Bool { Int32(bitPattern: left) < Int32(bitPattern: right) }
    @inline(__always) var below: Bool { left < right }

    /// The four bits at their places in FLAGS.
    package var bits: UInt32 {
        let flipped = rest & Self.overflowFlip != 0
        let overflow = Int32(bitPattern: left).subtractingReportingOverflow(Int32(bitPattern: right)).overflow != flipped
        return (below ? Flags.carry : 0) | (equal ? Flags.zero : 0) | (less != overflow ? Flags.negative : 0)
            | (overflow ? Flags.overflow : 0)
    }

    /// Flags with these bits. Any of the sixteen combinations can be restored, also those that no comparison gives.
    package init(bits: UInt32) {
        let carry = bits & Flags.carry != 0
        let overflow = bits & Flags.overflow != 0
        let less = (bits & Flags.negative != 0) != overflow
        switch (carry, less) {
        case (false, false): (left, right) = (1, 0)
        case (true, true): (left, right) = (0, 1)
        case (false, true): (left, right) = (0xffff_ffff, 1)
        case (true, false): (left, right) = (1, 0xffff_ffff)
        }
        rest = (bits & Flags.zero != 0 ? 0 : 1) | (overflow ? Self.overflowFlip : 0)
    }
}
