import ISA

// For who looks on from outside: nothing here costs, and the machine does not notice.
extension Host {
    /// Has stores to these frames of RAM recorded as events, where the mask asks for stores; and those to no others. A restored
    /// host watches none.
    package mutating func watchStores(toFrames frames: Set<Int>) {
        for frame in memory.frames(with: .observed) { memory.flags[frame].remove(.observed) }
        for frame in frames { memory.flags[frame].insert(.observed) }
        lookaside.dropWriteTags()
    }

    /// Has the processor go on at another address of the guest that it is executing.
    package mutating func redirect(to pc: UInt32) {
        cpu.pc = pc
        fetch = Fetch()
    }

    /// Neither on the way into a monitor nor stopped.
    package var isExecuting: Bool { monitorEntry == nil && vmExit == nil && finalStop == nil }

    /// What is charged for one reference of a page walk to memory.
    package var walkReferenceCycles: UInt64 { charges.price(.walkReference) }
}
