import ISA
import Machine

/// Loads and stores that have needed the monitor, because they reach a page that is watched or a device: after some traps they are
/// carried out without one, and no longer if that has not been needed for a while.
package struct Adaptations: Sendable {
    /// What is known of one.
    private struct History: Sendable {
        /// Traps so far, or, once it is simulated, times in a row that it did not need that.
        var count = 0
        /// So many make it the other. More after each time that it went back, so that one that goes to and fro stays as it is.
        var patience = 8
    }

    /// A word of a unit that has become a jump to a unit in which the instruction is simulated.
    fileprivate struct Detour: Sendable {
        let unit: Int
        /// Its number in the unit.
        let word: Int
        let replacement: Int
        /// How often that word had been executed before, if that is counted.
        let executions: UInt64
    }

    /// By the guest's address.
    private var histories: [UInt32: History] = [:]
    fileprivate var detours: [UInt32: [Detour]] = [:]
    /// Guest addresses whose instructions are carried out without a trap now.
    package fileprivate(set) var simulated: Set<UInt32> = []

    /// The access has trapped. Returns whether it shall be simulated from now on.
    mutating func trapped(_ pc: UInt32) -> Bool {
        if simulated.contains(pc) { return true }
        return count(pc)
    }

    /// The access has been simulated. Returns whether it shall be an ordinary one again.
    mutating func simulated(_ pc: UInt32, wasNeeded: Bool) -> Bool {
        if !wasNeeded { return count(pc) }
        histories[pc]?.count = 0
        return false
    }

    private mutating func count(_ pc: UInt32) -> Bool {
        var history = histories[pc] ?? History()
        defer { histories[pc] = history }
        history.count += 1
        guard history.count >= history.patience else { return false }
        history.count = 0
        if simulated.contains(pc) { history.patience = min(history.patience * 2, 1 << 16) }
        return true
    }

    /// The units are gone.
    mutating func forgetDetours() { detours = [:] }
}

extension TranslationCache {
    /// Has the instruction at an address simulated from now on. The unit that it is part of is translated again, and the old
    /// translation leads to the new one where the instruction was.
    mutating func adapt(_ pc: UInt32, in unit: Int, on host: inout Host) {
        if adaptations.simulated.insert(pc).inserted { counters.adaptations &+= 1 }
        guard units[unit].isValid else { return }
        let (flushes, origin) = (counters.flushes, Int(pc &- units[unit].key.pc) / 4)
        let replacement = translate(units[unit].key, on: &host)
        guard counters.flushes == flushes else { return }
        guard let word = units[unit].firstWord(of: origin), let target = units[replacement].firstWord(of: origin) else {
            // The new one ends before: at another instruction that is simulated by now.
            return invalidate(unit, on: &host)
        }
        let (from, to) = (units[unit].start + word, units[replacement].start + target)
        host.charge(.link)
        host.setTranslatedWord(from, Self.jump(from: from, to: to, .jmp), .glue)
        units[unit].mark(.adapted, at: host.ledger.clock)
        adaptations.detours[pc, default: []].append(
            Adaptations.Detour(
                unit: unit, word: word, replacement: replacement, executions: host.executions(ofWord: from) ?? 0))
    }

    /// Makes the instruction at an address an ordinary one again: the old translations go on as they did.
    mutating func revert(_ pc: UInt32, on host: inout Host) {
        guard adaptations.simulated.remove(pc) != nil else { return }
        counters.reversions &+= 1
        for detour in adaptations.detours.removeValue(forKey: pc) ?? [] {
            invalidate(detour.replacement, on: &host)
            units[detour.replacement].detours += entries(detour, host)
            units[detour.unit].mark(.reverted, at: host.ledger.clock)
            let unit = units[detour.unit]
            guard unit.isValid else { continue }
            host.charge(.link)
            host.setTranslatedWord(unit.start + detour.word, unit.words[detour.word].word, unit.words[detour.word].role)
            if unitOfKey[unit.key] == nil { unitOfKey[unit.key] = detour.unit }
        }
    }

    private func entries(_ detour: Adaptations.Detour, _ host: borrowing Host) -> UInt64 {
        (host.executions(ofWord: units[detour.unit].start + detour.word) ?? detour.executions) - detour.executions
    }

    /// How often a unit has been entered, if that is counted: at its second word, which all ways in lead to, or from a unit that was
    /// patched.
    package func entries(_ number: Int, _ host: borrowing Host) -> UInt64 {
        let unit = units[number]
        var entries = (host.executions(ofWord: unit.start + 1) ?? 0) + unit.detours
        for detour in adaptations.detours.values.joined() where detour.replacement == number {
            entries += self.entries(detour, host)
        }
        return entries
    }
}
