/// The nanobenchmarks of Adams and Agesen, "A Comparison of Software and Hardware Techniques for x86 Virtualization", ASPLOS 2006:
/// each repeats one primitive of an operating system's. And `rdtsc`, by which that paper compares ways of emulating.
package enum Nanobenchmark: String, CaseIterable, Sendable {
    case syscall
    case input = "in"
    case taskPriority = "cr8wr"
    case call = "call/ret"
    case pageFault = "pgfault"
    case divide = "divzero"
    case entryUnchanged = "ptemod"
    case entryRemoved = "ptemod p-np"
    case entryMade = "ptemod np-p"
    case timestamp = "rdtsc"

    package var meaning: String {
        switch self {
        case .syscall: "a system call and the return"
        case .input: "reading port 0x80"
        case .taskPriority: "writing cr8, with no interrupt waiting"
        case .call: "a call and the return, in the kernel"
        case .pageFault: "a page fault of the guest's own, and the return from its handler"
        case .divide: "a division by zero, and the return from its handler"
        case .entryUnchanged: "writing a page-table entry with what it is"
        case .entryRemoved: "writing a page-table entry: present to not present"
        case .entryMade: "writing a page-table entry: not present to present"
        case .timestamp: "reading the time-stamp counter, in the kernel"
        }
    }

    /// A technique: an engine, and how it is set.
    package enum Technique: String, CaseIterable, Sendable {
        case native
        case bt
        case shadow = "hvm-shadow"
        case nested = "hvm-nested"
        case pv
        case trap
        /// Binary translation that emulates nothing in translations.
        case callouts = "bt-callouts"

        var engine: String { self == .callouts ? "bt" : rawValue }
    }

    /// Those that are measured, each where it means something.
    package var techniques: [Technique] {
        switch self {
        case .syscall, .call, .pageFault, .divide, .entryUnchanged, .entryRemoved, .entryMade:
            [.native, .bt, .shadow, .nested, .pv]
        // A paravirtual kernel has neither ports nor a task priority.
        case .input, .taskPriority: [.native, .bt, .shadow, .nested]
        case .timestamp: [.native, .trap, .callouts, .bt]
        }
    }

    /// A figure that was published for the Pentium 4 672, 3.8 GHz, and what it is to the model of that host.
    package struct Published: Hashable, Sendable {
        package let cycles: Int
        package let kind: Kind
    }

    package enum Kind: String, Encodable, Sendable {
        /// An input of the model: the simulation gives back what it was given.
        case restated
        /// The model's free figures were chosen so that this comes out.
        case calibrated
        /// Nothing in the model was chosen by it.
        case predicted
    }

    /// The host that the published figures are of.
    package static let publishedHost = "prescott-2005"

    /// The paper's Figure 4, the raw data of its last page, and of its section 3 the figures of rdtsc.
    package func published(_ technique: Technique) -> Published? {
        switch (self, technique) {
        case (.syscall, .native): Published(cycles: 242, kind: .restated)
        case (.syscall, .bt): Published(cycles: 2308, kind: .predicted)
        case (.syscall, .shadow): Published(cycles: 246, kind: .predicted)
        case (.input, .native): Published(cycles: 3209, kind: .restated)
        case (.input, .bt): Published(cycles: 216, kind: .predicted)
        case (.input, .shadow): Published(cycles: 15826, kind: .predicted)
        case (.taskPriority, .native): Published(cycles: 150, kind: .restated)
        case (.taskPriority, .bt): Published(cycles: 35, kind: .predicted)
        case (.taskPriority, .shadow): Published(cycles: 177, kind: .predicted)
        case (.call, .native): Published(cycles: 11, kind: .restated)
        case (.call, .bt): Published(cycles: 51, kind: .predicted)
        case (.call, .shadow): Published(cycles: 11, kind: .predicted)
        case (.pageFault, .native): Published(cycles: 1093, kind: .predicted)
        case (.pageFault, .bt): Published(cycles: 3927, kind: .predicted)
        case (.pageFault, .shadow): Published(cycles: 11242, kind: .predicted)
        case (.divide, .native): Published(cycles: 889, kind: .restated)
        case (.divide, .bt): Published(cycles: 3223, kind: .calibrated)
        case (.divide, .shadow): Published(cycles: 1014, kind: .predicted)
        case (.entryUnchanged, .native): Published(cycles: 1, kind: .restated)
        case (.entryUnchanged, .bt): Published(cycles: 391, kind: .predicted)
        case (.entryUnchanged, .shadow): Published(cycles: 12733, kind: .calibrated)
        case (.entryRemoved, .native): Published(cycles: 4, kind: .predicted)
        case (.entryRemoved, .bt): Published(cycles: 17, kind: .predicted)
        case (.entryRemoved, .shadow): Published(cycles: 9154, kind: .predicted)
        case (.entryMade, .native): Published(cycles: 5, kind: .predicted)
        case (.entryMade, .bt): Published(cycles: 2121, kind: .calibrated)
        case (.entryMade, .shadow): Published(cycles: 17020, kind: .predicted)
        case (.timestamp, .trap): Published(cycles: 2030, kind: .calibrated)
        case (.timestamp, .callouts): Published(cycles: 1254, kind: .calibrated)
        case (.timestamp, .bt): Published(cycles: 216, kind: .calibrated)
        default: nil
        }
    }
}
