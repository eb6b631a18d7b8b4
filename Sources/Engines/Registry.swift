import Machine
import VMM

/// What is known of an engine before it runs.
package struct EngineEntry: Sendable {
    /// The name in commands.
    package let id: String
    package let title: String
    /// What it is and what it needs, in a sentence or two.
    package let summary: String
    /// Why it cannot work on a host, as a real one would say; `nil` if it can.
    package let refusal: @Sendable (HostModel) -> String?
    package let make: @Sendable (HostModel, EngineOptions) -> any Engine
    /// Why what it shows of a guest on a host is not to be trusted; `nil` if it claims to be right.
    package let caveat: @Sendable (HostModel) -> String?
    /// Bytes of the host's RAM that its monitor keeps for itself.
    package let monitorMemory: Int
    /// Whether kernels written for bare metal run under it; else it takes one that has been ported.
    package let runsUnmodified: Bool

    package init(
        id: String, title: String, summary: String, refusal: @escaping @Sendable (HostModel) -> String? = { _ in nil },
        make: @escaping @Sendable (HostModel, EngineOptions) -> any Engine,
        caveat: @escaping @Sendable (HostModel) -> String? = { _ in nil }, monitorMemory: Int = 0,
        runsUnmodified: Bool = true
    ) {
        (self.id, self.title, self.summary) = (id, title, summary)
        (self.refusal, self.make, self.caveat, self.monitorMemory) = (refusal, make, caveat, monitorMemory)
        self.runsUnmodified = runsUnmodified
    }
}

/// All engines, in the order of history.
package enum EngineRegistry {
    package static let all: [EngineEntry] = [native, trap, binaryTranslation, paravirt, hardwareAssist]

    /// The forms of engines that have more than one, under names of their own, so that they can stand side by side.
    package static let forms: [EngineEntry] = [hardwareAssist(.shadow), hardwareAssist(.nested)]

    /// Each once, in every form.
    package static let allForms: [EngineEntry] = all.filter { $0.id != hardwareAssist.id } + forms

    /// Those that run kernels written for bare metal, each once, in every form.
    package static let unmodified: [EngineEntry] = allForms.filter(\.runsUnmodified)

    package static func entry(_ id: String) -> EngineEntry? { (all + forms).first { $0.id == id } }

    /// What compares engines instruction by instruction has nothing to compare where one runs another kernel.
    package static func refusalOfSteps(_ ids: [String]) -> String? {
        ids.first { entry($0)?.runsUnmodified == false }.map {
            "\($0) runs a kernel of its own, ported to it, so there are no common instructions to compare; use 'ringside compare'"
        }
    }

    private static let native = EngineEntry(
        id: "native", title: "bare metal",
        summary: "The guest owns the host. The baseline, and the reference for what a guest should see.",
        make: { _, _ in NativeEngine() })

    private static let trap = EngineEntry(
        id: "trap", title: "trap and emulate",
        summary:
            "The guest's kernel runs in ring 1; what is privileged traps and is emulated. Right only where all sensitive instructions are privileged.",
        make: { _, _ in TrapEngine() },
        caveat: { model in
            model.isa == .classic
                ? nil : "sensitive instructions of the host do not all trap (isa: x86), so a kernel is misled"
        },
        monitorMemory: MonitorMemory.size)

    private static let binaryTranslation = EngineEntry(
        id: "bt", title: "binary translation",
        summary:
            "The guest's programs run directly; its kernel runs as translations, made on demand, in which nothing is privileged.",
        make: { BinaryTranslationEngine($1) }, monitorMemory: MonitorMemory.size)

    private static let paravirt = EngineEntry(
        id: "pv", title: "paravirtual hypercalls",
        summary:
            "A ported kernel in ring 1 asks by hypercalls; its page tables are the hardware's, checked; devices are rings in shared memory. It needs no root mode, which in 2003 no processor had: hence Xen changed the kernel instead.",
        make: { _, _ in ParavirtEngine() }, monitorMemory: MonitorMemory.size, runsUnmodified: false)

    private static let hardwareAssist = EngineEntry(
        id: "hvm", title: "hardware assist",
        summary:
            "The guest runs in non-root mode, in its own rings; a VMCS says what exits. Paging is nested where the host has it, else by shadows; --paging chooses.",
        refusal: { $0.rootMode ? nil : noRootMode },
        make: { model, options in
            HardwareAssistEngine(paging: model.nestedPaging ? .nested : .shadow, clustering: options.clustering)
        },
        monitorMemory: MonitorMemory.size)

    private static func hardwareAssist(_ paging: Paging) -> EngineEntry {
        EngineEntry(
            id: "hvm-\(paging.rawValue)", title: "hardware assist, \(paging.rawValue) paging",
            summary: "hvm with --paging \(paging.rawValue).",
            refusal: { model in
                if !model.rootMode { return noRootMode }
                return paging == .nested && !model.nestedPaging ? "the processor has no nested paging; use --paging shadow" : nil
            },
            make: { HardwareAssistEngine(paging: paging, clustering: $1.clustering) },
            monitorMemory: MonitorMemory.size)
    }

    private static let noRootMode = "the processor has no root mode"
}
