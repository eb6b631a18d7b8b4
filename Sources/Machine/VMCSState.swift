import ISA

/// The part of a processor that a VMCS holds: which field is which register, said once.
extension CPU {
    /// The register behind a field of the guest's or of the host's.
    package subscript(field: VMCSField) -> UInt32 {
        @inline(__always) get {
            switch field {
            case .guestPC, .hostPC: pc
            case .guestSP, .hostSP: sp
            case .guestFlags: flags | UInt32(ring) << Flags.ringShift
            case .guestCR0, .hostCR0: self[.cr0]
            case .guestCR3, .hostCR3: self[.cr3]
            case .guestCR8: self[.cr8]
            case .guestSP0, .hostSP0: self[.sp0]
            case .guestSP1, .hostSP1: self[.sp1]
            case .guestSP2, .hostSP2: self[.sp2]
            case .guestLimit, .hostLimit: self[.limit]
            case .guestSysentry, .hostSysentry: self[.sysentry]
            case .guestTrapTable, .hostTrapTable: trapTable
            case .guestActivity: halted ? 1 : 0
            case .guestInterruptibility: interruptShadow ? 1 : 0
            default: preconditionFailure("\(field) is no register")
            }
        }
        @inline(__always) set {
            switch field {
            case .guestPC, .hostPC: pc = newValue
            case .guestSP, .hostSP: sp = newValue
            case .guestFlags:
                flags = newValue
                ring = UInt8(newValue >> Flags.ringShift & 3)
            case .guestCR0, .hostCR0: self[.cr0] = newValue
            case .guestCR3, .hostCR3: self[.cr3] = newValue
            case .guestCR8: self[.cr8] = newValue
            case .guestSP0, .hostSP0: self[.sp0] = newValue
            case .guestSP1, .hostSP1: self[.sp1] = newValue
            case .guestSP2, .hostSP2: self[.sp2] = newValue
            case .guestLimit, .hostLimit: self[.limit] = newValue
            case .guestSysentry, .hostSysentry: self[.sysentry] = newValue
            case .guestTrapTable, .hostTrapTable: trapTable = newValue
            case .guestActivity: halted = newValue == 1
            case .guestInterruptibility: interruptShadow = newValue == 1
            default: preconditionFailure("\(field) is no register")
            }
        }
    }
}

/// Some of the guest's fields.
package struct GuestFieldSet: Sendable {
    /// Bit n: the n-th field of the guest's.
    private var bits: UInt32 = 0

    package init(_ fields: VMCSField...) { for field in fields { bits |= Self.bit(field) } }
    package init(_ fields: [VMCSField]) { for field in fields { bits |= Self.bit(field) } }

    @inline(__always) private static func bit(_ field: VMCSField) -> UInt32 {
        1 << (field.rawValue &- VMCSField.guestPC.rawValue)
    }

    var count: Int { bits.nonzeroBitCount }

    package mutating func removeAll() { bits = 0 }
    package mutating func insert(_ others: GuestFieldSet) { bits |= others.bits }
    package func without(_ others: GuestFieldSet) -> GuestFieldSet {
        var rest = self
        rest.bits &= ~others.bits
        return rest
    }
    @inline(__always) package func contains(_ field: VMCSField) -> Bool { bits & Self.bit(field) != 0 }

    @inline(__always) func forEach(_ body: (VMCSField) -> Void) {
        VMCSField.forEachGuestRegister { if contains($0) { body($0) } }
        if contains(.guestCR8) { body(.guestCR8) }
    }
}

extension VMCSField {
    /// Every entry loads these, and every exit saves them. (And cr8, where the guest has its own.) Written out, as the next,
    /// so that each register is moved without asking which it is.
    @inline(__always) static func forEachGuestRegister(_ body: (VMCSField) -> Void) {
        body(.guestPC)
        body(.guestSP)
        body(.guestFlags)
        body(.guestCR0)
        body(.guestCR3)
        body(.guestSP0)
        body(.guestSP1)
        body(.guestSP2)
        body(.guestLimit)
        body(.guestSysentry)
        body(.guestTrapTable)
        body(.guestActivity)
        body(.guestInterruptibility)
    }

    /// Every exit loads these.
    @inline(__always) static func forEachHostRegister(_ body: (VMCSField) -> Void) {
        body(.hostPC)
        body(.hostSP)
        body(.hostCR0)
        body(.hostCR3)
        body(.hostSP0)
        body(.hostSP1)
        body(.hostSP2)
        body(.hostLimit)
        body(.hostSysentry)
        body(.hostTrapTable)
    }
}
