// What a paravirtual guest and its hypervisor have in common besides hypercalls: pages in a window below the strip, the same in
// every address space, and the rings of devices.

/// The window, and where its pages lie. Ring 3 cannot see it.
///
/// Real world: Xen shows its table of frames in its own part of every address space; the other pages are the guest's to map.
package enum ParavirtualInterface {
    /// The entry of a page directory before the strip's.
    package static let windowBase = Architecture.stripBase - 0x40_0000
    /// Read-only: what the guest is told at its start.
    package static let start = windowBase
    package static let shared = windowBase + 0x1000
    package static let console = windowBase + 0x2000
    package static let grants = windowBase + 0x3000
    /// Read-only: a word for each page of the guest's memory, the number of its machine frame.
    package static let frameOfPage = windowBase + 0x10_0000
    /// Read-only: a word for each machine frame, the number of the guest's page that it is.
    package static let pageOfFrame = windowBase + 0x20_0000
    /// In the two tables: none.
    package static let none: UInt32 = ~0

    /// Vectors from here on are not those of the host's interrupts, and their gates can lead straight to the guest.
    package static let firstDirectVector = 48
    /// Updates in one call.
    package static let maximumUpdates: UInt32 = 2048
    package static let grantCount: UInt32 = 512
    /// What fits in the tables of the window.
    package static let maximumRAM = 1 << 30
}

/// The places of something that a guest shares with its hypervisor, or numbers that both use.
package protocol SharedLayout: CaseIterable, RawRepresentable<UInt32>, Sendable {
    /// How names in source text begin.
    static var prefix: String { get }
    var meaning: String { get }
}

extension SharedLayout {
    /// The name in source text: `SHARED_EVENTS_MASKED`.
    package var symbol: String { Self.prefix + Architecture.upperCased("\(self)") }
}

/// A word of the start-info page.
package enum StartInfo: UInt32, SharedLayout {
    package static let prefix = "START_"
    case magic = 0, pages = 4, freeEnd = 8, tableBase = 12, flags = 16, diskSectors = 20, machineFrames = 24

    /// "PV32".
    package static let magicWord: UInt32 = 0x3233_5650
    /// In `flags`: `iret` is privileged on this host.
    package static let privilegedReturn: UInt32 = 1

    package var meaning: String {
        switch self {
        case .magic: "START_MAGIC_WORD."
        case .pages: "Pages of memory, from address 0 on, mapped at their addresses for ring 1."
        case .freeEnd: "Where free memory ends. The page tables in use at the start lie between here and the end of memory."
        case .tableBase: "The address of the page directory in use at the start; it is pinned."
        case .flags: "START_PRIVILEGED_RETURN: iret is privileged on this host, so that HCALL_IRET must do."
        case .diskSectors: "Sectors on the disk."
        case .machineFrames: "Words in the table at PV_PAGE_OF_FRAME."
        }
    }
}

/// A place in the shared-info page.
package enum SharedInfo: UInt32, SharedLayout {
    package static let prefix = "SHARED_"
    case eventsPending = 0, eventsMasked = 4, faultAddress = 8, timeVersion = 12, timeStamp = 16, time = 24
    case pending = 64, masked = 96

    package var meaning: String {
        switch self {
        case .eventsPending: "Not 0: an event that is not masked has come. The guest clears it before it looks for which."
        case .eventsMasked: "Not 0: no callback. The virtual interrupt flag, the other way round; 1 at the start."
        case .faultAddress: "The address of the last page fault."
        case .timeVersion: "Odd while the next two are being changed, and another number afterwards."
        case .timeStamp: "Two words: what rdtsc read when the time below was taken."
        case .time:
            "Two words: the time in ticks since the guest began (cycles, or guest instructions under that clock). Now is this and what rdtsc has advanced since the stamp."
        case .pending: "A byte an event, by its number: it has come. The guest clears it."
        case .masked: "A byte an event, by its number: it does not set SHARED_EVENTS_PENDING."
        }
    }
}

/// What can come in place of an interrupt.
///
/// Real world: event channels are made as they are needed, also between guests. A bit each, which locked instructions change.
package enum EventChannel: UInt32, SharedLayout {
    package static let prefix = "CHANNEL_"
    case timer = 0, console = 1, disk = 2

    package static let count: UInt32 = 32

    package var meaning: String {
        switch self {
        case .timer: "HCALL_SET_TIMER's time has come."
        case .console: "The console's ring has new input."
        case .disk: "The disk's ring has a response that was waited for."
        }
    }
}

/// A place in the page of the console's ring: two rings of bytes, and how far each side has come, in bytes since the start.
package enum ConsoleRing: UInt32, SharedLayout {
    package static let prefix = "RING_"
    case inputProduced = 0, inputConsumed = 4, outputProduced = 8, outputConsumed = 12, input = 1024, output = 2048

    package static let inputSize: UInt32 = 1024
    package static let outputSize: UInt32 = 2048

    package var meaning: String {
        switch self {
        case .inputProduced: "Bytes of input so far; the hypervisor's to write."
        case .inputConsumed: "Of these, read; the guest's to write."
        case .outputProduced: "Bytes of output so far; the guest's to write. It sends CHANNEL_CONSOLE when they are to be printed."
        case .outputConsumed: "Of these, printed; the hypervisor's to write."
        case .input: "The input: byte n at n modulo \(Self.inputSize)."
        case .output: "The output: byte n at n modulo \(Self.outputSize)."
        }
    }
}

/// A place in the page of a device's ring of requests and responses. Both lie in the same slots; the numbers run on and on.
///
/// Who produces notifies only if the number that the other side waits for has been passed: before n, and now at n or beyond.
package enum RequestRing: UInt32, SharedLayout {
    package static let prefix = "RING_"
    case requestsProduced = 0, requestEvent = 4, responsesProduced = 8, responseEvent = 12, slots = 64

    package static let slotCount: UInt32 = 32
    package static let slotSize: UInt32 = 32

    package var meaning: String {
        switch self {
        case .requestsProduced: "Requests so far; the guest's to write."
        case .requestEvent: "The device asks for an event once requests reach this number."
        case .responsesProduced: "Responses so far; the device's to write."
        case .responseEvent: "The guest asks for an event once responses reach this number."
        case .slots: "\(Self.slotCount) slots of \(Self.slotSize) bytes; number n is in slot n modulo \(Self.slotCount)."
        }
    }
}

/// A word of a request to the disk, or of its response.
package enum DiskRequest: UInt32, SharedLayout {
    package static let prefix = "REQUEST_"
    case id = 0, operation = 4, sector = 8, grant = 12, offset = 16, count = 20

    package static let read: UInt32 = 1
    package static let write: UInt32 = 2
    /// In a response: what came of it, in the place of the operation.
    package static let status: UInt32 = 4

    package var meaning: String {
        switch self {
        case .id: "Any number; the response has it, too."
        case .operation:
            "1 reads from the disk, 2 writes to it. In the response: STATUS_DONE, _INVALID, _NOT_GRANTED, _NOT_OWNED or _WRONG_TYPE."
        case .sector: "The first sector."
        case .grant: "The grant of the page that holds the buffer."
        case .offset: "Where the buffer begins in it, a multiple of 512."
        case .count: "The number of sectors; they must lie on the page."
        }
    }
}

/// Bits of a grant's first word; the second is the machine frame.
package enum Grant {
    package static let size: UInt32 = 8
    /// Devices may use the frame.
    package static let permitted: UInt32 = 1 << 0
    /// They may only read it.
    package static let readOnly: UInt32 = 1 << 1
    /// A device is using it; the hypervisor's to write.
    package static let inUse: UInt32 = 1 << 2
}

extension ParavirtualInterface {
    /// The interface by the names that guests use.
    package static let symbols: [String: UInt32] = {
        var symbols: [String: UInt32] = [
            "PV_START": start, "PV_SHARED": shared, "PV_CONSOLE": console, "PV_GRANTS": grants,
            "PV_FRAME_OF_PAGE": frameOfPage, "PV_PAGE_OF_FRAME": pageOfFrame, "PV_NONE": none,
            "START_MAGIC_WORD": StartInfo.magicWord, "START_PRIVILEGED_RETURN": StartInfo.privilegedReturn,
            "RING_SLOT_COUNT": RequestRing.slotCount, "RING_SLOT_SIZE": RequestRing.slotSize,
            "RING_INPUT_SIZE": ConsoleRing.inputSize, "RING_OUTPUT_SIZE": ConsoleRing.outputSize,
            "GRANT_COUNT": grantCount, "GRANT_SIZE": Grant.size, "GRANT_PERMITTED": Grant.permitted,
            "GRANT_READ_ONLY": Grant.readOnly, "GRANT_IN_USE": Grant.inUse,
            "REQUEST_READ": DiskRequest.read, "REQUEST_WRITE": DiskRequest.write, "REQUEST_STATUS": DiskRequest.status,
        ]
        func add(_ layout: (some SharedLayout).Type) {
            for place in layout.allCases { symbols[place.symbol] = place.rawValue }
        }
        for call in Hypercall.allCases { symbols[call.symbol] = UInt32(call.rawValue) }
        for status in HypercallStatus.allCases { symbols[status.symbol] = status.word }
        add(StartInfo.self)
        add(SharedInfo.self)
        add(EventChannel.self)
        add(ConsoleRing.self)
        add(RequestRing.self)
        add(DiskRequest.self)
        return symbols
    }()
}
