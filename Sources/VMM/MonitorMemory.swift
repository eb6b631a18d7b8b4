import ISA
import Machine

/// Where a monitor's own memory lies: at the bottom of the host's RAM, and in the strip of every address space.
package enum MonitorMemory {
    /// 4 MiB, all that the strip can map.
    package static let frameCount: UInt32 = 1024
    package static let size = Int(frameCount) << 12

    // Frames.
    static let stripTable: UInt32 = 0
    package static let trapTable: UInt32 = 1
    static let stack: UInt32 = 2
    static let transferList: UInt32 = 3
    /// What a monitor in root mode has for itself: its page directory, the region of `vmxon`, the VMCS.
    package static let rootDirectory: UInt32 = 4
    package static let rootRegion: UInt32 = 5
    package static let vmcs: UInt32 = 6
    package static let pool = UInt32(7)..<frameCount

    /// A page is cleared a line of the cache at a time.
    static let linesOfPage: UInt64 = 64

    /// Maps a page of the strip to one of the monitor's frames, for ring 0 and, if `ring` says so, for outer rings.
    package static func map(page: UInt32, frame: UInt32, ring: UInt32, writable: Bool, on host: inout Host) {
        let bits = PTE.present | PTE.accessed | PTE.dirty | ring << PTE.ringShift | (writable ? PTE.writable : 0)
        host.setMonitorWord(stripTable << 12 + page * 4, frame << 12 | bits)
    }

    /// Where a frame of the monitor's is in the strip.
    package static func address(ofFrame frame: UInt32) -> UInt32 { Architecture.stripBase + frame << 12 }

    /// Writes the tables that every monitor has: the strip's page table, for ring 0 only, and a trap table whose gates all
    /// lead into the monitor, and which software of outer rings may not call.
    static func build(on host: inout Host) {
        for frame in 0..<frameCount {
            let entry = frame << 12 | PTE.present | PTE.writable | PTE.accessed | PTE.dirty
            host.setMonitorWord(stripTable << 12 + frame * 4, entry)
        }
        for vector in 0..<UInt32(Architecture.vectorCount) {
            let gate = trapTable << 12 + vector * Architecture.gateSize
            host.setMonitorWord(gate, address(ofFrame: trapTable))
            host.setMonitorWord(gate + 4, Gate.present | Gate.freshStack)
        }
        host.setMonitorWord(rootDirectory << 12 + stripSlot * 4, stripEntry)
    }

    /// The entry of a directory that maps the strip.
    static let stripEntry = stripTable << 12 | PTE.present | PTE.writable | PTE.accessed | PTE.ringMask
    static let stripSlot = Architecture.stripBase >> 22

    /// A map that gives a guest all the host's frames but the monitor's, the last first, so that no two pages of the guest's
    /// lie in the host's memory as they lie in the guest's.
    package static func map(guestSize: Int) -> GuestPhysicalMap {
        let frames = UInt32(guestSize >> 12)
        return GuestPhysicalMap(frames: (0..<frames).map { frameCount + frames - 1 - $0 })
    }
}
