import ISA

/// The part of a processor that a VMCS holds: which field is which register, said once.
extension CPU {
    /// The register behind a field of the guest's or of the host's.
    package subscript(field: VMCSField) -> UInt32 {
        get {
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
        set {
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

extension VMCSField {
    /// The guest's fields, in order.
    package static let guestFields = allCases.filter { $0.group == .guest }
    /// Every entry loads these, and every exit saves them. (And cr8, where the guest has its own.)
    static let guestRegisters = allCases.filter { $0.group == .guest && $0 != .guestCR8 }
    /// Every exit loads these.
    static let hostRegisters = allCases.filter { $0.group == .host }
}
