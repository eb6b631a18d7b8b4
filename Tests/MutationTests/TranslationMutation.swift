/// What a binary translator can get wrong, one thing at a time.
enum TranslationMutation: CaseIterable {
    // Words of translations.
    case hostFlagPushed, cliForgotten, stiForgotten, popfKeepsInterrupts, stiShadowLost, hostTrapTableShown, hostRingShown
    case stackPointerLost, taskPriorityLost, taskPriorityUnguarded, taskPriorityUnchecked
    case wrongReturnAddress, conditionInverted, returnReadsLate, lookupKeepsRegister, wayOutLosesRegister
    // What words count as.
    case glueCounted
    // Links and look-ups.
    case linkOutlivesCode, lookupOutlivesMapping, lookupIgnoresRing
    // Code that changes.
    case codeNotWatched, dmaUnseen
    // Ways in, and traps.
    case limitForgotten, registerElsewhere

    /// What the broken translator does.
    var sentence: String {
        switch self {
        case .hostFlagPushed: "It leaves pushf as it is, so that the guest sees the host's interrupt flag."
        case .cliForgotten: "It leaves cli out."
        case .stiForgotten: "It leaves sti out."
        case .popfKeepsInterrupts: "It leaves popf as it is, which does not change the guest's interrupt flag."
        case .stiShadowLost: "Interrupts do not wait for the instruction behind sti."
        case .hostTrapTableShown: "It leaves sidt as it is, so that the guest sees the monitor's trap table."
        case .hostRingShown: "It leaves rdring as it is, so that the guest sees the ring of its translation."
        case .stackPointerLost: "It leaves out a write of sp0."
        case .taskPriorityLost: "A write of cr8 reaches the guard and not the virtual processor."
        case .taskPriorityUnguarded: "It does not notice that cr8 no longer holds an interrupt back."
        case .taskPriorityUnchecked: "It takes any value for cr8."
        case .wrongReturnAddress: "A call pushes its own address."
        case .conditionInverted: "The two ways on from je and jne are exchanged."
        case .returnReadsLate: "A ret takes its address off the stack before it has read it."
        case .lookupKeepsRegister: "A look-up that finds something does not restore r2."
        case .wayOutLosesRegister: "A way out puts its number into r0, and has saved r1 in its stead."
        case .glueCounted: "A word of a call's glue counts as an instruction of the guest's."
        case .linkOutlivesCode: "A link still leads to a translation of code that has been written."
        case .lookupOutlivesMapping: "A look-up still finds what was there before the table base was loaded, or a page dropped."
        case .lookupIgnoresRing: "A look-up finds translations that were made for another ring."
        case .codeNotWatched: "It does not notice that translated code is written."
        case .dmaUnseen: "It does not notice when a disk transfer changes translated code."
        case .limitForgotten: "Rings 1 to 3 run with the limit at the strip's start, whatever limit the guest has set."
        case .registerElsewhere: "Where a translation faults, it takes r0 to be the guest's."
        }
    }
}
