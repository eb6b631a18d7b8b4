import ISA
import Machine
import Synchronization

/// Popek and Goldberg's table of the ISA, measured: which instructions are privileged, which are sensitive, and whether a monitor
/// by trap-and-emulate can be built.
package struct Classification: Encodable, Sendable {
    package struct Row: Encodable, Sendable {
        package let mnemonic: String
        package let syntax: String
        package let privileged: Bool
        /// `control`, `behaviour`, both, or none: of an instruction that can be executed.
        package let sensitivity: [String]
        /// It can be made to trap by a control bit: rdtsc and cpuid, excepted by name.
        package let controlled: Bool
        /// For one that is sensitive and does not trap: what a kernel is told on bare metal and outside ring 0.
        @Nullable package private(set) var witness: Witnessed?

        fileprivate init(_ instruction: Instruction, _ measured: Measured, _ witness: Witnessed?) {
            mnemonic = instruction.row.mnemonic
            syntax = instruction.syntax
            privileged = measured.privileged
            controlled = measured.controlled
            sensitivity = measured.sensitivity.names
            self.witness = witness
        }

        /// Sensitive, and no trap tells a monitor.
        var isHole: Bool { !sensitivity.isEmpty && !privileged && !controlled }
    }

    package struct Witnessed: Encodable, Hashable, Sendable {
        package let question: String
        package let native: String
        package let deprivileged: String
    }

    package let isa: String
    package let verdict: String
    package let instructions: [Row]

    private enum CodingKeys: String, CodingKey { case isa, verdict, instructions }

    /// Measured once in a process: it is always the same.
    package init(_ isa: ISAVariant) throws(UserError) { self = try Self.measured[isa]!.get() }

    private static let measured = Dictionary(
        uniqueKeysWithValues: ISAVariant.allCases.map { ($0, Once($0)) })

    /// Measured when it is first asked for.
    private final class Once: Sendable {
        private let isa: ISAVariant
        private let result = Mutex<Result<Classification, UserError>?>(nil)

        init(_ isa: ISAVariant) { self.isa = isa }

        func get() throws(UserError) -> Classification {
            let result = result.withLock { result in
                if let result { return result }
                let new: Result<Classification, UserError>
                do throws(UserError) { new = .success(try Classification(measuring: isa)) } catch { new = .failure(error) }
                result = new
                return new
            }
            return try result.get()
        }
    }

    private init(measuring isa: ISAVariant) throws(UserError) {
        var model = try HostModels.load(HostModels.standard)
        model.isa = isa
        self.isa = isa.rawValue
        // Monitors' words and root mode are undefined in a guest: nothing can be seen of them.
        let chosen = Instruction.allCases.filter { $0 != .ud }
        let parts = stride(from: 0, to: chosen.count, by: 8).map { Array(chosen[$0..<min($0 + 8, chosen.count)]) }
        let shared = model
        let measured = try Parallel.map(parts) { (part) throws(UserError) in
            let probe = Measured.probe(shared)
            return part.map { Measured($0, on: probe) }
        }.flatMap(\.self)
        let witnesses = try Dictionary(
            uniqueKeysWithValues: Witness.all.map { witness throws(UserError) in
                let outcome = try witness.run(on: shared)
                return (
                    witness.instruction,
                    outcome.differs
                        ? Witnessed(question: witness.question, native: outcome.native, deprivileged: outcome.deprivileged) : nil
                )
            })
        let rows = zip(chosen, measured).filter { !$1.undefined }.map { Row($0, $1, witnesses[$0] ?? nil) }
        instructions = rows
        verdict = Self.verdict(rows)
    }

    private static func verdict(_ rows: [Row]) -> String {
        let holes = rows.filter(\.isHole).map(\.mnemonic)
        let excepted = rows.filter { $0.controlled && !$0.sensitivity.isEmpty }.map(\.mnemonic).joined(separator: " and ")
        if holes.isEmpty {
            return "every sensitive instruction is privileged, but \(excepted), excepted by name: by Popek and Goldberg's theorem "
                + "a monitor by trap-and-emulate can be built"
        }
        return "\(holes.joined(separator: ", ")) are sensitive and do not trap: Popek and Goldberg's condition does not hold, and "
            + "trap-and-emulate misleads a kernel"
    }

    package var json: String { JSON.text(self) }

    package var text: String {
        var lines = ["isa \(isa), measured", "", "instruction".padded(22) + "privileged".padded(12) + "sensitive"]
        for row in instructions where row.privileged || !row.sensitivity.isEmpty {
            let privileged = row.privileged ? "yes" : row.controlled ? "by a bit" : "no"
            lines.append(
                row.syntax.padded(22) + privileged.padded(12) + row.sensitivity.joined(separator: ", "))
        }
        let innocuous = instructions.filter { !$0.privileged && $0.sensitivity.isEmpty }.map(\.mnemonic).uniqued()
        lines += ["", "neither:", innocuous.joined(separator: " ").wrapped(indent: 2)]
        let witnesses = instructions.filter { $0.witness != nil }
        if !witnesses.isEmpty { lines += ["", "witnesses: kernels of a few lines, on bare metal and by trap-and-emulate"] }
        for row in witnesses {
            guard let witness = row.witness else { continue }
            lines.append("  " + row.mnemonic.padded(7) + "\(witness.question): \(witness.native), but \(witness.deprivileged)")
        }
        return (lines + ["", verdict.wrapped]).joined(separator: "\n")
    }
}

extension Sensitivity {
    fileprivate var names: [String] {
        [(Sensitivity.control, "control"), (.behaviour, "behaviour")].filter { contains($0.0) }.map(\.1)
    }
}
