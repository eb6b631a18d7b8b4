import VMM

/// What a monitor in root mode can get wrong, one thing at a time.
enum HardwareMutation: CaseIterable {
    // Events and interrupts.
    case eventLost, windowForgotten, windowForgottenBehindFault, thresholdForgotten
    case acknowledgedOnTheWay, acknowledgedTwice, stiShadowLost, stiShadowKept
    case taskPriorityLost, hostInterruptsReachGuest, haltForgotten
    // Instructions.
    case pcStays, pcMovesTwice, countedTwice, narrowInput, portsReachHost, rootModeServed
    case stackPointerLost, flagsLost, registerLost
    // Shadow paging.
    case tablesWritable, notFlushed, accessedBitLost, dirtyBitLost, dmaUnseen
    case faultAddressLost, errorCodeLost, returnPastFault, faultJudgedByGuestRing, readShadowStale
    // Nested paging.
    case nestedNeighbour, nestedInOnePiece, deviceIsMemory

    /// The forms of the monitor that can make the mistake.
    var pagings: [Paging] {
        switch self {
        case .tablesWritable, .notFlushed, .accessedBitLost, .dirtyBitLost, .dmaUnseen, .faultAddressLost, .errorCodeLost,
            .returnPastFault, .faultJudgedByGuestRing, .readShadowStale:
            [.shadow]
        case .nestedNeighbour, .nestedInOnePiece, .deviceIsMemory: [.nested]
        default: Paging.allCases
        }
    }

    /// What the broken monitor forgets.
    var sentence: String {
        switch self {
        case .eventLost: "A fault or trap whose delivery was interrupted by an exit is not delivered again."
        case .windowForgotten: "It does not ask for an interrupt window where the guest cannot take an interrupt yet."
        case .windowForgottenBehindFault: "It does not ask for an interrupt window where the entry delivers a fault first."
        case .thresholdForgotten: "It does not have the processor say when cr8 no longer holds an interrupt back."
        case .acknowledgedOnTheWay: "It acknowledges an interrupt whose delivery was interrupted by an exit."
        case .acknowledgedTwice: "It acknowledges each interrupt twice."
        case .stiShadowLost: "After an exit in the place of the instruction behind sti, interrupts no longer wait for that."
        case .stiShadowKept: "Once it has carried out the instruction behind sti, interrupts wait for one more."
        case .taskPriorityLost: "It takes cr8 to be zero after an exit."
        case .hostInterruptsReachGuest: "It does not have the host's interrupts exit, so that the guest takes them for its own."
        case .haltForgotten: "It goes on after hlt without waiting for an interrupt."
        case .pcStays: "It carries out a port access and leaves pc on it."
        case .pcMovesTwice: "It carries out a port access and leaves the instruction after it out."
        case .countedTwice: "A port access counts as two instructions in the guest's time."
        case .narrowInput: "It gives the guest a byte of what a port says."
        case .portsReachHost: "It does not have port accesses exit, so that the guest reaches the host's devices."
        case .rootModeServed: "It lets a root-mode instruction of the guest's pass as if it had done something."
        case .stackPointerLost: "It does not write back the stack pointer of a guest for which it has carried something out."
        case .flagsLost: "The result of a comparison does not outlive an exit."
        case .registerLost: "One register does not outlive an exit."
        case .tablesWritable: "It shadows the guest's tables and lets the guest write them unseen."
        case .notFlushed: "After a load of the table base the TLB keeps the entries of the tables before."
        case .accessedBitLost: "It fills a shadow entry and does not tell the guest's that the page was accessed."
        case .dirtyBitLost: "It makes a shadow entry writable while the guest's entry says that the page is clean."
        case .dmaUnseen: "It does not notice when a disk transfer changes page tables."
        case .faultAddressLost: "It delivers a page fault and does not put the address into cr2."
        case .errorCodeLost: "The frame of a page fault that it delivers has no error code."
        case .returnPastFault: "The frame of a page fault that it delivers leads behind the instruction."
        case .faultJudgedByGuestRing:
            "It judges a page fault by the ring that the guest is in, also where the processor made the access for a gate."
        case .readShadowStale: "A write of cr0 does not show when the guest reads it."
        case .nestedNeighbour: "A page that is first reached by a write leads to its neighbour in the host's memory."
        case .nestedInOnePiece: "It takes the guest's memory to lie in the host's in one piece."
        case .deviceIsMemory: "Where the guest reaches a device's memory, it gives it a page of RAM."
        }
    }
}
