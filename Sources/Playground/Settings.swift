import Assembler
import ISA
import Machine

/// `--set KEY=VALUE`: one thing of the host changed for one run.
package enum Settings {
    /// The keys, with what their values mean.
    package static let keys: [String] =
        ["isa", "tlb.entries", "tlb.ways", "disk.request", "disk.sector"] + Primitive.allCases.map { "cost.\($0.name)" }

    /// Applies all settings of a run; their order does not matter.
    package static func apply(_ settings: [String], to model: inout HostModel) throws(UserError) {
        for setting in settings { try apply(setting, to: &model) }
        guard model.tlbWays <= model.tlbEntries else {
            throw UserError(.usage, "--set: \(model.tlbWays) ways in a TLB of \(model.tlbEntries) entries; set tlb.ways lower")
        }
    }

    private static func apply(_ setting: String, to model: inout HostModel) throws(UserError) {
        let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw UserError(.usage, "--set \(setting): write KEY=VALUE, for example cost.portIO=500")
        }
        let (key, value) = (parts[0], parts[1])
        switch key {
        case "isa":
            guard let isa = ISAVariant(rawValue: value) else {
                throw UserError(.usage, "--set \(setting): isa is \(ISAVariant.allCases.map(\.rawValue).joined(separator: " or "))")
            }
            model.isa = isa
        case "tlb.entries": model.tlbEntries = try powerOfTwo(setting, value, 1...65536)
        case "tlb.ways": model.tlbWays = try powerOfTwo(setting, value, 1...64)
        case "disk.request": model.diskRequestTicks = try number(setting, value, 0...1_000_000_000)
        case "disk.sector": model.diskSectorTicks = try number(setting, value, 0...1_000_000_000)
        default:
            guard let primitive = Primitive.allCases.first(where: { "cost.\($0.name)" == key }) else {
                let note = Suggestion.note(for: key, among: keys) ?? "'ringside hosts classroom' lists the costs"
                throw UserError(.usage, "--set \(setting): no key '\(key)'; \(note)")
            }
            model[primitive].cycles = try number(setting, value, primitive.limits)
            model[primitive].source = "set for this run"
            model[primitive].grade = .assumed
        }
    }

    private static func number(_ setting: String, _ value: String, _ limits: ClosedRange<UInt32>) throws(UserError) -> UInt32 {
        guard let number = UInt32(value), limits.contains(number) else {
            throw UserError(
                .usage, "--set \(setting): '\(value)' must be a whole number from \(limits.lowerBound) to \(limits.upperBound)")
        }
        return number
    }

    private static func powerOfTwo(_ setting: String, _ value: String, _ limits: ClosedRange<Int>) throws(UserError) -> Int {
        guard let number = Int(value), limits.contains(number), number.nonzeroBitCount == 1 else {
            throw UserError(
                .usage, "--set \(setting): '\(value)' must be a power of two from \(limits.lowerBound) to \(limits.upperBound)")
        }
        return number
    }
}
