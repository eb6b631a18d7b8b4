import ISA
import Machine
import VMM

/// One entry of a page table on the way of an address, with its place and what it says.
package struct WalkStep: Encodable, Hashable, Sendable {
    /// `directory` or `table`; below nested tables, of what.
    package let level: String
    package let place: UInt32
    package let entry: UInt32
    package let isPresent: Bool
    package let rights: String

    init(_ level: String, place: UInt32, entry: UInt32, nested: Bool = false) {
        (self.level, self.place, self.entry) = (level, place, entry)
        isPresent = entry & (nested ? NestedPTE.readable : PTE.present) != 0
        rights = nested ? PTE.nestedText(entry) : PTE.text(entry)
    }
}

extension PTE {
    /// Rights of an entry, in a column's width: writable or not, the least privileged ring, accessed, dirty.
    package static func text(_ entry: UInt32) -> String {
        guard entry & present != 0 else { return "not present" }
        let bits = [entry & writable != 0 ? "rw" : "r-", "ring \((entry & ringMask) >> ringShift)"]
        return (bits + (entry & accessed != 0 ? ["A"] : []) + (entry & dirty != 0 ? ["D"] : [])).joined(separator: " ")
    }

    static func nestedText(_ entry: UInt32) -> String {
        guard entry & NestedPTE.readable != 0 else { return "not present" }
        return entry & NestedPTE.writable != 0 ? "rw" : "r-"
    }
}

// The guest's memory as the guest addresses it, looked at from outside.
extension Session {
    /// Reads a word that the guest's page tables lie in: at a guest-physical address, or a machine address where the guest knows
    /// those; `nil` where it has no RAM.
    package func tableWord(at place: UInt32) -> UInt32? { physicalPlace(place).map { host.memory.readWord(at: $0) } }

    /// The place in the host's RAM of what the guest takes for a physical address.
    package func physicalPlace(_ address: UInt32) -> UInt32? {
        if pagesDirectly { return Int(address) < host.memory.size ? address : nil }
        guard let map = engine.guestMap(host) else { return Int(address) < host.memory.size ? address : nil }
        return map.offset(of: address).map { UInt32($0) }
    }

    /// The two levels of the guest's own tables, as far as they lead; none while it does not use any.
    package func guestWalk(_ address: UInt32) -> (steps: [WalkStep], target: UInt32?) {
        let cpu = guestCPU
        guard cpu.pagingEnabled else { return ([], address) }
        return walk(address, directory: cpu[.cr3], named: "guest") { tableWord(at: $0) }
    }

    /// Likewise of tables in the host's memory: shadows.
    package func hostWalk(_ address: UInt32, directory: UInt32, named name: String) -> (steps: [WalkStep], target: UInt32?) {
        walk(address, directory: directory, named: name) { host.memory.readWord(at: $0) }
    }

    /// The two levels of nested tables below a guest-physical address.
    package func nestedWalk(_ address: UInt32, directory: UInt32, of what: String) -> (steps: [WalkStep], target: UInt32?) {
        walk(address, directory: directory, named: "nested", suffix: ", of \(what)", nested: true) { host.memory.readWord(at: $0) }
    }

    /// Tables of both kinds have two levels, with the frame and the indices at the same bits.
    private func walk(
        _ address: UInt32, directory: UInt32, named name: String, suffix: String = "", nested: Bool = false,
        _ read: (UInt32) -> UInt32?
    ) -> (steps: [WalkStep], target: UInt32?) {
        var (steps, place): ([WalkStep], UInt32) = ([], directory & PTE.frame + (address >> 22) * 4)
        for level in ["directory", "table"] {
            let step = WalkStep("\(name) \(level)\(suffix)", place: place, entry: read(place) ?? ~0, nested: nested)
            steps.append(step)
            guard step.isPresent else { return (steps, nil) }
            place = step.entry & PTE.frame + (address >> 12 & 1023) * 4
        }
        return (steps, steps[1].entry & PTE.frame | address & 0xfff)
    }

    /// Where the guest's tables lead, in its own physical addresses.
    package func guestPhysical(of address: UInt32) -> UInt32? { guestWalk(address).target }

    /// The word at a guest-virtual address as ring 0 would find it now, if it is aligned and mapped to RAM.
    package func virtualWord(at address: UInt32) -> UInt32? {
        guard address & 3 == 0, let physical = guestPhysical(of: address) else { return nil }
        return tableWord(at: physical)
    }

    /// Likewise, a byte.
    package func virtualByte(at address: UInt32) -> UInt8? {
        virtualWord(at: address & ~3).map { UInt8($0.byte(at: address)) }
    }

    /// Replaces a word of the host's memory from outside. Returns what was there; `nil` if there is no RAM.
    func patch(_ place: UInt32, _ word: UInt32) -> UInt32? {
        guard place & 3 == 0 else { return nil }
        let old = host.memory.readWord(at: place)
        return withHost { $0.load((0..<4).map { UInt8(word.byte(at: $0)) }, at: place) } ? old : nil
    }
}
