import ISA

/// Something that happened, with the cycle and the pc at which it did.
package struct Event: Hashable, Sendable {
    package var cycle: UInt64
    package var pc: UInt32
    package var ring: UInt8
    package var kind: Kind

    package enum Kind: Hashable, Sendable {
        /// The word at pc is about to be executed.
        case instruction(word: UInt32)
        case trap(vector: UInt8, error: UInt32)
        case interrupt(vector: UInt8)
        case systemCall
        case hypercall(number: UInt16)
        /// `iret` or `sysret`, with the ring it leads to.
        case ringReturn(to: UInt8)
        case walk(address: UInt32, references: Int)
        case tlbFlush
        case portRead(port: UInt16, value: UInt32), portWrite(port: UInt16, value: UInt32)
        case deviceRead(address: UInt32, value: UInt32), deviceWrite(address: UInt32, value: UInt32)
        case deviceEvent(device: String)
        /// Non-root mode was entered, or left for a reason.
        case vmEntry, vmExit(reason: VMExitReason)
        /// Control came to the monitor, for a reason; and went back to the guest.
        case exit(reason: String), resume
        /// An exit is over that began at a cycle.
        case span(reason: String, since: UInt64)
        /// A page of a shadow table was filled, or dropped.
        case shadowFill(address: UInt32), shadowDrop(address: UInt32)
        /// A page was put into the nested tables.
        case nestedFill(address: UInt32)
        /// Code at a guest address was translated; a jump between translations was linked; a translation is none any more.
        case translation(pc: UInt32, instructions: Int), link(to: UInt32), invalidation(pc: UInt32)
        /// A word of RAM on a page that somebody watches was written: its host-physical address, and whether a device did it.
        case store(address: UInt32, byDevice: Bool)
        /// Time passed for something that is not a plain instruction.
        case charge(ChargedStep, count: UInt64, cycles: UInt64, Account)
    }
}

/// What a charge was for.
package enum ChargedStep: Hashable, Sendable {
    case primitive(Primitive)
    case work(MonitorWork)
}

/// The kinds of events that somebody listens to.
package struct EventMask: OptionSet, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }
    package static let instruction = EventMask(rawValue: 1)
    package static let trap = EventMask(rawValue: 2)
    package static let ring = EventMask(rawValue: 4)
    package static let paging = EventMask(rawValue: 8)
    package static let device = EventMask(rawValue: 16)
    package static let monitor = EventMask(rawValue: 32)
    /// Stores to watched pages (`Host.watchStores`).
    package static let store = EventMask(rawValue: 64)
    package static let charge = EventMask(rawValue: 128)
    package static let span = EventMask(rawValue: 256)
    /// What happens; not what is recorded for somebody who takes it apart.
    package static let all: EventMask = [.instruction, .trap, .ring, .paging, .device, .monitor]
}

/// The stream of events. With an empty mask nothing is recorded and nothing is spent.
package struct EventLog: Sendable {
    package var mask: EventMask = []
    /// The newest events are kept, this many.
    package var capacity = 65_536
    private var entries: [Event] = []
    private var start = 0
    /// How many were recorded, kept or not.
    package private(set) var total: UInt64 = 0

    package init(mask: EventMask = [], capacity: Int = 65_536) { (self.mask, self.capacity) = (mask, capacity) }

    package mutating func record(_ event: Event) {
        total &+= 1
        if entries.count < capacity {
            entries.append(event)
        } else if capacity > 0 {
            entries[start] = event
            start = (start + 1) % capacity
        }
    }

    /// What is kept, oldest first.
    package var kept: [Event] { Array(entries[start...] + entries[..<start]) }

    /// What is kept, oldest first; the log is empty afterwards.
    package mutating func drain() -> [Event] {
        defer {
            entries = []
            start = 0
        }
        return kept
    }
}
