import ISA

/// Where the pages that a virtual machine takes for physical lie in the host's RAM, page by page.
package struct GuestPhysicalMap: Hashable, Sendable {
    /// The host frame of each guest frame.
    private var frames: [UInt32]

    package init(frames: [UInt32]) { self.frames = frames }

    private static let none: UInt32 = .max

    /// Another frame of the host's takes the place of one, or none does.
    package mutating func setFrame(of page: UInt32, to frame: UInt32?) { frames[Int(page)] = frame ?? Self.none }

    /// Bytes of RAM that the guest has.
    package var size: Int { frames.count << 12 }

    /// The place in the host's RAM of a guest-physical address; `nil` where the guest has no RAM.
    package func offset(of address: UInt32) -> Int? {
        let frame = Int(address >> 12)
        return frame < frames.count && frames[frame] != Self.none ? Int(frames[frame]) << 12 | Int(address & 0xfff) : nil
    }
}

/// A machine that a monitor makes a guest believe it owns: its processor, its devices, where its memory really is.
///
/// The processor is the same type as the host's, and the host's own code executes on it, one instruction or one trap at a time
/// (`Emulation.swift`), when a monitor says so. Nothing of the machine is described a second time.
package struct VirtualMachine: Sendable {
    package var cpu = CPU()
    package var bus: Bus
    package let map: GuestPhysicalMap
    /// What the guest's own machine would have counted: traps as the guest took them, accesses to its devices. Retired
    /// instructions are the host's to count.
    package internal(set) var counters = Counters()
    /// What ended the guest for good.
    package internal(set) var finalStop: HostStop?
    /// Places in the host's RAM, on traced pages, that were written since the monitor last looked.
    package var tracedWrites: [Range<Int>] = []

    /// A virtual machine at reset.
    package init(bus: Bus, map: GuestPhysicalMap) {
        self.bus = bus
        self.map = map
        cpu.sp = UInt32(map.size)
    }
}
