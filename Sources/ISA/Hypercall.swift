// What a paravirtual kernel asks of its hypervisor. Dispatcher, assembler's symbols and the printed reference read this table;
// the pages that both share are in `ParavirtualInterface.swift`.

/// A hypercall. The raw value is the number in `hcall`.
///
/// Real world: after the calls that Xen has for the same purposes. Xen's are fewer and each does several of these, by a command
/// in an argument.
package enum Hypercall: UInt16, CaseIterable, Sendable {
    // Traps.
    case setTrapTable = 0, setKernelStack, setEventCallback, iret
    // Page tables and frames.
    case updateTables, updateMapping, pin, unpin, setTableBase, flushTLB, flushPage, releaseFrame, claimFrame
    // Time and scheduling.
    case setTimer, block, yield, shutdown
    // Devices.
    case consoleWrite, connectRing, disconnectRing, revokeGrant, sendEvent

    /// All that is known of one.
    package struct Row: Sendable {
        /// What r1, r2 and r3 are.
        package let arguments: [String]
        /// What it does, in a sentence or two.
        package let effect: String
        /// What r0 can be besides STATUS_DONE.
        package let errors: [HypercallStatus]

        fileprivate init(_ arguments: [String] = [], _ effect: String, _ errors: [HypercallStatus] = []) {
            (self.arguments, self.effect, self.errors) = (arguments, effect, errors)
        }
    }

    /// The name in source text: `HCALL_UPDATE_TABLES`.
    package var symbol: String { "HCALL_" + Architecture.upperCased("\(self)") }

    /// The switch is exhaustive: a new case does not compile until it is described here.
    package var row: Row {
        switch self {
        case .setTrapTable:
            Row(
                ["the address of 256 gates of 8 bytes, a multiple of 8"],
                """
                Takes over the gates, as they are now. Their target must be ring 1. A gate that ring 3 may call and that leaves the event \
                mask alone (GATE_USER, GATE_KEEP_INTERRUPTS, vector \(ParavirtualInterface.firstDirectVector) or above) becomes one of the processor's own: int then \
                leads from ring 3 to ring 1 without the hypervisor. Other gates that lack GATE_KEEP_INTERRUPTS mask events.
                """, [.fault, .invalid])
        case .setKernelStack:
            Row(["sp"], "From now on, traps from ring 3 push their frames below this address.", [.invalid])
        case .setEventCallback:
            Row(
                ["the address of the callback, or 0 for none"],
                "Events enter ring 1 there, with a trap frame on the stack and further events masked. It is a multiple of 4.",
                [.invalid])
        case .iret:
            Row(
                [],
                """
                Takes back the trap frame at sp, as the instruction does, to ring 1 or 3. Events are unmasked if the frame has \
                FLAG_INTERRUPT, and masked if not. For hosts on which iret is privileged; elsewhere the instruction does without the hypervisor.
                """, [.fault, .invalid])
        case .updateTables:
            Row(
                [
                    "the address of a list: for each update the machine address of an entry, and its new value",
                    "how many, at most \(ParavirtualInterface.maximumUpdates)",
                ],
                """
                Writes entries of page tables and directories that are in use as such, after checking each. r1 = how many \
                were done; the first that is refused, or cannot be read, ends the call. An interrupt breaks it off: it then goes on \
                by itself, with the rest of the list in r1 and r2.
                """, [.fault, .invalid, .notOwned, .wrongType, .reserved])
        case .updateMapping:
            Row(
                ["an address", "the new value of its entry in the present page tables", "0, or 1 to drop the TLB's entry, too"],
                "Writes one entry of a page table, after checking it. STATUS_INVALID: the directory has no table there, either.",
                [.invalid, .notOwned, .wrongType, .reserved])
        case .pin:
            Row(
                ["a machine frame", "1 for a page table, 2 for a directory"],
                """
                Checks all entries of the frame and keeps it what it is until it is unpinned, even while nothing uses it. \
                No writable mapping of it may exist, nor may a device be writing to it. STATUS_BUSY: it is pinned already.
                """, [.invalid, .notOwned, .wrongType, .busy])
        case .unpin: Row(["a machine frame"], "Ends the pin.", [.invalid, .notOwned])
        case .setTableBase:
            Row(
                ["a machine frame"],
                "The frame becomes the page directory in use, checked unless it is one already; flushes the TLB.",
                [.notOwned, .wrongType, .invalid])
        case .flushTLB: Row([], "Flushes the TLB.")
        case .flushPage: Row(["an address"], "Drops the TLB's entry for the page.")
        case .releaseFrame:
            Row(
                ["the number of a page of memory"],
                "Gives the frame behind the page back to the hypervisor. It must not be mapped, a page table, or granted and in use.",
                [.invalid, .busy])
        case .claimFrame:
            Row(
                ["the number of a page of memory that has no frame"], "Gives the page a frame, filled with zeroes.",
                [.invalid, .exhausted])
        case .setTimer:
            Row(
                ["the low word of a time", "its high word"],
                "CHANNEL_TIMER comes once, when the time in the shared page's terms is reached; 0 calls it off.")
        case .block:
            Row([], "Unmasks events and waits for one that its channel does not mask; the callback, if there is one, comes first.")
        case .yield: Row([], "Lets other guests run.")
        case .shutdown: Row(["the exit code"], "Ends the guest, after printing what is in the console's ring; does not return.")
        case .consoleWrite:
            Row(
                ["an address", "how many bytes, at most \(Architecture.pageSize)"],
                "Prints bytes at once. For the time before the console's ring is in use, and for panics.", [.fault, .invalid])
        case .connectRing:
            Row(
                ["CHANNEL_DISK", "the grant of the ring's page, for writing"],
                "The device serves the ring, which begins empty, from now on; until more requests are claimed than it has slots.",
                [.invalid, .notGranted, .notOwned, .wrongType, .busy])
        case .disconnectRing:
            Row(["CHANNEL_DISK"], "The device lets go of the ring.", [.invalid, .busy])
        case .revokeGrant: Row(["a grant"], "Clears the grant, unless somebody is using it.", [.invalid, .busy])
        case .sendEvent:
            Row(
                ["CHANNEL_CONSOLE or CHANNEL_DISK"],
                "Tells the device that its ring has something for it; without a ring, nothing.",
                [.invalid])
        }
    }
}

/// What a hypercall leaves in r0.
package enum HypercallStatus: Int32, CaseIterable, Error, Sendable {
    case done = 0, unknown = -1, fault = -2, invalid = -3, notOwned = -4, wrongType = -5, reserved = -6, busy = -7
    case exhausted = -8, notGranted = -9

    package var word: UInt32 { UInt32(bitPattern: rawValue) }

    /// The name in source text: `STATUS_WRONG_TYPE`.
    package var symbol: String { "STATUS_" + Architecture.upperCased("\(self)") }

    package var meaning: String {
        switch self {
        case .done: "All went well."
        case .unknown: "There is no such hypercall."
        case .fault: "An address that ring 1 cannot read."
        case .invalid: "A value that the argument does not take, or an entry with reserved bits."
        case .notOwned: "A frame that is not the guest's."
        case .wrongType: "The frame is in use as something that excludes this: writable memory, a page table or a directory."
        case .reserved: "An entry of a directory that is the hypervisor's."
        case .busy: "The frame or the grant is in use."
        case .exhausted: "The hypervisor has no frame left."
        case .notGranted: "The grant does not permit it."
        }
    }
}
