import Assembler
import ISA
import Machine

/// `--set KEY=VALUE`: one thing of the host changed for one run.
package struct Settings {
    /// One thing that can be changed.
    package struct Key: Sendable {
        package let name: String
        let values: Values
        fileprivate let change: @Sendable (inout HostModel, Int) -> Void
    }

    /// What a key can be set to; words are counted from 0.
    enum Values: Sendable {
        case numbers(ClosedRange<Int>)
        case powersOfTwo(ClosedRange<Int>)
        case words([String])

        /// The value that a text means.
        func value(_ text: String) -> Int? {
            switch self {
            case .numbers(let range): Int(text).flatMap { range.contains($0) ? $0 : nil }
            case .powersOfTwo(let range): Int(text).flatMap { range.contains($0) && $0.nonzeroBitCount == 1 ? $0 : nil }
            case .words(let words): words.firstIndex(of: text)
            }
        }

        func text(_ value: Int) -> String {
            if case .words(let words) = self { return words[value] }
            return String(value)
        }

        var description: String {
            switch self {
            case .numbers(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
            case .powersOfTwo(let range): "a power of two from \(range.lowerBound) to \(range.upperBound)"
            case .words(let words): words.joined(separator: " or ")
            }
        }
    }

    private static func feature(_ name: String, _ path: WritableKeyPath<HostModel, Bool> & Sendable) -> Key {
        Key(name: name, values: .words(["off", "on"])) { $0[keyPath: path] = $1 == 1 }
    }

    private static func number(
        _ name: String, _ values: Values, _ change: @escaping @Sendable (inout HostModel, Int) -> Void
    ) -> Key {
        Key(name: name, values: values, change: change)
    }

    private static let all: [Key] =
        [
            number("isa", .words(ISAVariant.allCases.map(\.rawValue))) { $0.isa = ISAVariant.allCases[$1] },
            feature("root-mode", \.rootMode), feature("nested-paging", \.nestedPaging), feature("vpid", \.vpid),
            feature("task-priority-shadow", \.taskPriorityShadow), feature("iommu", \.iommu),
            number("tlb.entries", .powersOfTwo(1...65536)) { $0.tlbEntries = $1 },
            number("tlb.ways", .powersOfTwo(1...64)) { $0.tlbWays = $1 },
            number("walk-cache.entries", .numbers(0...1024)) { $0.walkCacheEntries = $1 },
            number("disk.request", .numbers(0...1_000_000_000)) { $0.diskRequestTicks = UInt32($1) },
            number("disk.sector", .numbers(0...1_000_000_000)) { $0.diskSectorTicks = UInt32($1) },
        ]
        + Primitive.allCases.map { primitive in
            let range = Int(primitive.limits.lowerBound)...Int(primitive.limits.upperBound)
            return number("cost.\(primitive.name)", .numbers(range)) { model, cycles in
                model[primitive].cycles = UInt32(cycles)
                model[primitive].source = "set for this run"
                model[primitive].grade = .assumed
            }
        }

    /// The keys, by name.
    package static let keys: [String] = all.map(\.name)

    /// Applies all settings of a run; their order does not matter.
    package static func apply(_ settings: [String], to model: inout HostModel) throws(UserError) {
        var changed = model
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw UserError(.usage, "--set \(setting): write KEY=VALUE, for example cost.portIO=500")
            }
            let key = try key(parts[0], in: "--set \(setting)")
            key.change(&changed, try value(parts[1], of: key, in: "--set \(setting)"))
            changed.changes.append(setting)
        }
        try check(changed, "--set")
        model = changed
    }

    /// A model with one thing changed.
    static func changed(_ model: HostModel, _ key: Key, to value: Int) throws(UserError) -> HostModel {
        var model = model
        key.change(&model, value)
        try check(model, "\(key.name)=\(key.values.text(value))")
        return model
    }

    private static func check(_ model: HostModel, _ place: String) throws(UserError) {
        guard model.tlbWays <= model.tlbEntries else {
            throw UserError(
                .usage, "\(place): \(model.tlbWays) ways in a TLB of \(model.tlbEntries) entries; set tlb.ways lower")
        }
        guard model.rootMode || !(model.nestedPaging || model.vpid || model.taskPriorityShadow) else {
            throw UserError(
                .usage,
                "\(place): nested-paging, vpid and task-priority-shadow are parts of root mode; without it, set them off")
        }
    }

    static func key(_ name: String, in place: String) throws(UserError) -> Key {
        if let key = all.first(where: { $0.name == name }) { return key }
        let note = Suggestion.note(for: name, among: keys) ?? "'ringside hosts classroom' lists the costs"
        throw UserError(.usage, "\(place): no key '\(name)'; \(note)")
    }

    static func value(_ text: String, of key: Key, in place: String) throws(UserError) -> Int {
        if let value = key.values.value(text) { return value }
        throw UserError(.usage, "\(place): '\(text)' must be \(key.values.description)")
    }
}
