extension Architecture {
    /// The architecture's constants by the names that guests use; the assembler knows them all.
    package static let symbols: [String: UInt32] = {
        var symbols: [String: UInt32] = [
            "PAGE_SIZE": pageSize, "STRIP_BASE": stripBase,
            "FLAG_CARRY": Flags.carry, "FLAG_ZERO": Flags.zero, "FLAG_NEGATIVE": Flags.negative, "FLAG_OVERFLOW": Flags.overflow,
            "FLAG_TRACE": Flags.trace, "FLAG_INTERRUPT": Flags.interrupt, "FLAG_RING_SHIFT": Flags.ringShift,
            "CR0_PAGING": CR0.paging, "CR0_MIDDLE_RINGS": CR0.middleRings, "CR0_TRAP_TIME": CR0.trapTime,
            "FRAME_PC": Frame.pc, "FRAME_FLAGS": Frame.flags, "FRAME_SP": Frame.sp, "FRAME_ERROR": Frame.error,
            "FRAME_SIZE": Frame.size,
            "GATE_PRESENT": Gate.present, "GATE_TARGET_SHIFT": Gate.targetShift, "GATE_CALLER_SHIFT": Gate.callerShift,
            "GATE_USER": 3 << Gate.callerShift, "GATE_KEEP_INTERRUPTS": Gate.keepInterrupts, "GATE_FRESH_STACK": Gate.freshStack,
            "PTE_PRESENT": PTE.present, "PTE_WRITABLE": PTE.writable, "PTE_RING_SHIFT": PTE.ringShift,
            "PTE_USER": 3 << PTE.ringShift, "PTE_ACCESSED": PTE.accessed, "PTE_DIRTY": PTE.dirty, "PTE_FRAME": PTE.frame,
            "PAGEFAULT_PROTECTION": PageFaultCode.protection, "PAGEFAULT_WRITE": PageFaultCode.write,
            "PAGEFAULT_RING_SHIFT": PageFaultCode.ringShift, "PAGEFAULT_FETCH": PageFaultCode.fetch,
            "PAGEFAULT_RESERVED": PageFaultCode.reserved,
            "CPUID_BASIC": CPUIDLeaf.basic, "CPUID_FEATURES": CPUIDLeaf.features,
            "CPUID_FEATURE_CLASSIC": CPUIDLeaf.featureClassic, "CPUID_FEATURE_ROOT_MODE": CPUIDLeaf.featureRootMode,
            "CPUID_FEATURE_NESTED_PAGING": CPUIDLeaf.featureNestedPaging, "CPUID_FEATURE_VPID": CPUIDLeaf.featureVPID,
            "CPUID_FEATURE_IOMMU": CPUIDLeaf.featureIOMMU,
            "CPUID_FEATURE_TASK_PRIORITY_SHADOW": CPUIDLeaf.featureTaskPriorityShadow, "CPUID_RAM_SIZE": CPUIDLeaf.ramSize,
            "CPUID_HYPERVISOR": CPUIDLeaf.hypervisor,
        ]
        symbols.merge(rootModeSymbols) { _, new in new }
        symbols.merge(ParavirtualInterface.symbols) { _, new in new }
        for vector in Vector.allCases { symbols["VECTOR_" + upperCased("\(vector)")] = UInt32(vector.rawValue) }
        for cause in ProtectionCause.allCases { symbols["PROTECTION_" + upperCased("\(cause)")] = UInt32(cause.rawValue) }
        return symbols
    }()

    /// `pageFault` → `PAGE_FAULT`.
    /// Letters that are upper-case already, as in `guestPC`, stay together.
    static func upperCased(_ name: String) -> String {
        var (text, previous): (String, Character) = ("", "A")
        for character in name {
            if character.isUppercase, !previous.isUppercase { text += "_" }
            text += character.uppercased()
            previous = character
        }
        return text
    }
}
