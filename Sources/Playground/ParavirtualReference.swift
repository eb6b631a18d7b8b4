import ISA

// The part of the reference that is for paravirtual kernels.
extension Reference {
    static let paravirtualTables: [Table] = [
        paravirtual, window, hypercalls, statuses, startInfo, sharedInfo, channels, consoleRing, requestRing, diskRequest, grants,
    ]

    private static let paravirtual = Table(
        title: "Paravirtual kernels", introduction: "What a kernel finds that has been written for the engine pv.",
        columns: ["what", "how"],
        rows: [
            [
                "start",
                "Ring 1, paging on, events masked, sp at the end of free memory, the other registers 0. Memory is mapped at its own addresses, for ring 1 and writable; the guest lies where it was loaded. The window's pages are mapped in every address space, for ring 1.",
            ],
            [
                "hypercall",
                "hcall NUMBER, from ring 1; arguments in r1, r2 and r3. r0 gets a STATUS_ number; the other registers stay, but where the call says otherwise.",
            ],
            [
                "page tables",
                "Entries hold machine addresses: PV_FRAME_OF_PAGE and PV_PAGE_OF_FRAME translate. A frame that is a table or directory can be mapped for reading only, and is written by hypercall. An entry for ring 0 counts, but is of no use to the guest.",
            ],
            [
                "directories",
                "The last two entries of a directory are the hypervisor's, and written when the frame becomes one.",
            ],
            [
                "traps",
                "Come with the frame that the hardware would push, on the kernel's stack from ring 3. FLAG_INTERRUPT in it says whether events were unmasked; by a direct gate it is always set, and events stay as they were.",
            ],
            [
                "cpuid",
                "Tells of the host, not of the guest, and so do rdtsc and the holes: what the guest has is in the start-info page.",
            ],
            [
                "no way on",
                "A trap without a gate, or one whose frame cannot be pushed, ends the guest, unless a double fault's can.",
            ],
            [
                "iret",
                "From ring 1 outward or to ring 1, without the hypervisor, where it is not privileged. It leaves the event mask alone.",
            ],
            [
                "events",
                "A callback, with a frame and with SHARED_EVENTS_MASKED set. After clearing that by a store, look at SHARED_EVENTS_PENDING: nobody calls for what came before until something else enters the hypervisor.",
            ],
            [
                "rings",
                "Requests and responses share slots. Who has produced up to a number sends an event only if the other side asked for that number.",
            ],
        ])

    private static let window = Table(
        title: "The window", introduction: "Pages that the hypervisor shows in every address space, for ring 1.",
        columns: ["name", "address", "holds"],
        rows: [
            ["PV_START", hex(ParavirtualInterface.start), "The start-info page, for reading only."],
            ["PV_SHARED", hex(ParavirtualInterface.shared), "The shared-info page."],
            ["PV_CONSOLE", hex(ParavirtualInterface.console), "The console's ring."],
            ["PV_GRANTS", hex(ParavirtualInterface.grants), "The table of grants."],
            [
                "PV_FRAME_OF_PAGE", hex(ParavirtualInterface.frameOfPage),
                "A word a page of the guest's memory, for reading only: the number of its machine frame, or PV_NONE.",
            ],
            [
                "PV_PAGE_OF_FRAME", hex(ParavirtualInterface.pageOfFrame),
                "A word a machine frame, for reading only: the number of the guest's page, or PV_NONE if it is not the guest's.",
            ],
        ])

    private static func hex(_ value: UInt32) -> String { Decoded.hexadecimal(value) }

    private static let hypercalls = Table(
        title: "Hypercalls", introduction: "With what r1, r2 and r3 are, and which errors there may be.",
        columns: ["call", "arguments", "effect", "errors"],
        rows: Hypercall.allCases.map { call in
            let arguments = call.row.arguments.enumerated().map { "; r\($0 + 1) = \($1)" }.joined()
            return [
                call.symbol, "number \(call.rawValue)\(arguments)", call.row.effect,
                call.row.errors.map(\.symbol).joined(separator: " "),
            ]
        })

    private static let statuses = Table(
        title: "Results of hypercalls", introduction: "What r0 can be.", columns: ["status", "value", "meaning"],
        rows: HypercallStatus.allCases.map { [$0.symbol, "\($0.rawValue)", $0.meaning] })

    private static let startInfo = layout(StartInfo.self, "The start-info page", "At PV_START, for reading only.")
    private static let sharedInfo = layout(SharedInfo.self, "The shared-info page", "At PV_SHARED.")
    private static let channels = layout(
        EventChannel.self, "Event channels", "What can come in the place of interrupts.",
        columns: ["channel", "number", "when"])
    private static let consoleRing = layout(ConsoleRing.self, "The console's ring", "At PV_CONSOLE.")
    private static let requestRing = layout(
        RequestRing.self, "A ring of requests", "On a page that the guest grants and connects.")
    private static let diskRequest = layout(DiskRequest.self, "A request to the disk", "In a slot of its ring.")

    private static func layout(
        _ layout: (some SharedLayout).Type, _ title: String, _ introduction: String,
        columns: [String] = ["place", "offset", "holds"]
    ) -> Table {
        Table(
            title: title, introduction: introduction, columns: columns,
            rows: layout.allCases.map { [$0.symbol, "\($0.rawValue)", $0.meaning] })
    }

    private static let grants = Table(
        title: "Grants", introduction: "At PV_GRANTS: GRANT_COUNT entries of two words, bits and a machine frame.",
        columns: ["bit", "meaning"],
        rows: [
            ["GRANT_PERMITTED", "Devices may use the frame."], ["GRANT_READ_ONLY", "They may only read it."],
            ["GRANT_IN_USE", "A device is using it; the hypervisor's to write."],
        ])
}
