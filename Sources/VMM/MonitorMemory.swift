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
    /// What a hypervisor shows its guest, in a window of every address space: the page table of the window, its pages, and the
    /// two tables of frames.
    package static let windowTable: UInt32 = 7
    package static let startInfo: UInt32 = 8
    package static let sharedInfo: UInt32 = 9
    package static let consoleRing: UInt32 = 10
    package static let grantTable: UInt32 = 11
    package static let frameOfPage: UInt32 = 16
    package static let pageOfFrame: UInt32 = 16 + UInt32(ParavirtualInterface.maximumRAM >> 22)

    /// A page is cleared a line of the cache at a time.
    package static let linesOfPage: UInt64 = 64

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
        for vector in 0..<Architecture.vectorCount { closeGate(vector, on: &host) }
        host.setMonitorWord(rootDirectory << 12 + stripSlot * 4, stripEntry)
    }

    /// Has a gate of the processor's lead where a hypervisor's guest wants it.
    package static func setGate(_ vector: Int, _ handler: UInt32, _ bits: UInt32, on host: inout Host) {
        let gate = trapTable << 12 + UInt32(vector) * Architecture.gateSize
        host.setMonitorWord(gate, handler)
        host.setMonitorWord(gate + 4, bits)
    }

    /// Has a gate lead into the monitor, for nobody to call.
    package static func closeGate(_ vector: Int, on host: inout Host) {
        setGate(vector, address(ofFrame: trapTable), Gate.present | Gate.freshStack, on: &host)
    }

    /// The entry of a directory that maps the strip.
    package static let stripEntry = stripTable << 12 | PTE.present | PTE.writable | PTE.accessed | PTE.ringMask
    package static let stripSlot = Architecture.stripBase >> 22

    /// The directory's entry before it, where a hypervisor has its window.
    package static let windowSlot = stripSlot - 1
    package static let windowEntry = windowTable << 12 | PTE.present | PTE.writable | PTE.accessed | PTE.ringMask

    /// A map that gives a guest all the host's frames but the monitor's, the last first, so that no two pages of the guest's
    /// lie in the host's memory as they lie in the guest's.
    package static func map(guestSize: Int) -> GuestPhysicalMap {
        let frames = UInt32(guestSize >> 12)
        return GuestPhysicalMap(frames: (0..<frames).map { frameCount + frames - 1 - $0 })
    }
}
