/// What a monitor can get wrong, one thing at a time.
enum Mutation: CaseIterable {
    case writeTraceForgotten, staleTableBase, accessedBitLost, dirtyBitLost
    case interruptDropped, interruptDespiteCli, stiShadowIgnored, taskPriorityIgnored
    case hostRingInErrorCode, faultAddressLost, returnPastFault, doubleFaultForgotten
    case softwareInterruptReturnsToItself, frameShowsHostRing, systemCallKeepsInterrupts
    case popfKeepsInterrupts, traceFlagForgotten, haltForgotten, countedTwice
    case limitIgnored, programsServed, programsInRing1
    case dmaUnseen, diskAtGuestAddress, diskInOnePiece, nothingReadsZero

    /// What the broken monitor forgets.
    var sentence: String {
        switch self {
        case .writeTraceForgotten: "It carries out a write to a page table, and leaves what the shadow had of the entry."
        case .staleTableBase: "After a load of the table base the host goes on with the shadow of the tables before."
        case .accessedBitLost: "It fills a shadow entry and does not tell the guest's that the page was accessed."
        case .dirtyBitLost: "It makes a shadow entry writable while the guest's entry says that the page is clean."
        case .interruptDropped: "It acknowledges every third interrupt without going to the handler."
        case .interruptDespiteCli: "It delivers interrupts although the guest has disabled them."
        case .stiShadowIgnored: "It delivers an interrupt right after sti, before the next instruction."
        case .taskPriorityIgnored: "It delivers interrupts that cr8 holds back."
        case .hostRingInErrorCode: "A page fault's error code has the ring of the host that the access was made in."
        case .faultAddressLost: "It delivers a page fault and does not put the address into cr2."
        case .returnPastFault: "A fault's frame leads behind the instruction that faulted."
        case .doubleFaultForgotten: "A fault while a fault is delivered is delivered like a first one."
        case .softwareInterruptReturnsToItself: "The frame of a software interrupt leads back to int itself."
        case .frameShowsHostRing: "The frame of a software interrupt says that the guest's kernel runs in ring 1."
        case .systemCallKeepsInterrupts: "It does not disable interrupts at a system call."
        case .popfKeepsInterrupts: "popf leaves the guest's interrupt flag as it was, as popf in ring 1 would."
        case .traceFlagForgotten: "It runs a guest that single-steps without stopping after each instruction."
        case .haltForgotten: "It goes on after hlt without waiting for an interrupt."
        case .countedTwice: "cli and sti count as two instructions in the guest's time."
        case .limitIgnored: "It gives ring 3 the whole address space, whatever the guest's limit register says."
        case .programsServed: "It carries out privileged instructions for the guest's programs, too."
        case .programsInRing1: "It runs the guest's programs in its kernel's ring."
        case .dmaUnseen: "It does not notice when a disk transfer changes page tables."
        case .diskAtGuestAddress: "It hands the guest's address of a disk buffer to the host's disk as it is."
        case .diskInOnePiece: "It takes a disk buffer of several pages to be in one piece in the host's memory, too."
        case .nothingReadsZero: "Where there is neither RAM nor a device, it reads zero instead of ones."
        }
    }
}
