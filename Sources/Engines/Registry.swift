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
}

/// All engines, in the order of history.
package enum EngineRegistry {
    package static let all: [EngineEntry] = [
        EngineEntry(
            id: "native", title: "bare metal",
            summary: "The guest owns the host. The baseline, and the reference for what a guest should see.",
            refusal: { _ in nil }, make: { NativeEngine() })
    ]

    package static func entry(_ id: String) -> EngineEntry? { all.first { $0.id == id } }
}
