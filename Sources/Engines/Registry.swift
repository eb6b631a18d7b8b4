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
    package let make: @Sendable () -> any Engine
    /// Why what it shows of a guest on a host is not to be trusted; `nil` if it claims to be right.
    package let caveat: @Sendable (HostModel) -> String?
    /// Bytes of the host's RAM that its monitor keeps for itself.
    package let monitorMemory: Int

    package init(
        id: String, title: String, summary: String, refusal: @escaping @Sendable (HostModel) -> String? = { _ in nil },
        make: @escaping @Sendable () -> any Engine, caveat: @escaping @Sendable (HostModel) -> String? = { _ in nil },
        monitorMemory: Int = 0
    ) {
        (self.id, self.title, self.summary) = (id, title, summary)
        (self.refusal, self.make, self.caveat, self.monitorMemory) = (refusal, make, caveat, monitorMemory)
    }
}

/// All engines, in the order of history.
package enum EngineRegistry {
    package static let all: [EngineEntry] = [
        EngineEntry(
            id: "native", title: "bare metal",
            summary: "The guest owns the host. The baseline, and the reference for what a guest should see.",
            make: { NativeEngine() }),
        EngineEntry(
            id: "trap", title: "trap and emulate",
            summary:
                "The guest's kernel runs in ring 1; what is privileged traps and is emulated. Right only where all sensitive instructions are privileged.",
            make: { TrapEngine() },
            caveat: { model in
                model.isa == .classic
                    ? nil : "the host's sensitive instructions do not all trap (isa: x86), so it misleads the guest's kernel"
            },
            monitorMemory: MonitorMemory.size),
    ]

    package static func entry(_ id: String) -> EngineEntry? { all.first { $0.id == id } }
}
