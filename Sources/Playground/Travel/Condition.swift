import ISA
import Machine
import VMM

/// What a run can be stopped at.
package enum Condition: Hashable, Sendable {
    /// The guest is about to execute the instruction at an address.
    case address(UInt32)
    /// A word of the guest's memory has been written, by whomever: its guest-physical address.
    case write(UInt32)
    /// The guest has come to a ring from another one; to any, if `nil`.
    case ring(UInt8?)
    /// An event of the name; with a detail, one that has it.
    case event(name: String, detail: String?)
    /// What was called from an address, with this stack pointer, has returned.
    case returned(sp: UInt32, ring: UInt8, from: UInt32)

    /// What must be recorded for it besides what always is.
    var mask: EventMask {
        switch self {
        case .address, .returned: .instruction
        case .write: .store
        case .ring, .event: []
        }
    }

    /// For people: in the words in which it can be asked for.
    package var text: String {
        switch self {
        case .address(let address): Decoded.hexadecimal(address)
        case .write(let address): "write \(Decoded.hexadecimal(address))"
        case .ring(let ring): "ring" + (ring.map { " \($0)" } ?? "")
        case .event(let name, let detail): name + (detail.map { " \($0)" } ?? "")
        case .returned(_, _, let address): "back from \(Decoded.hexadecimal(address))"
        }
    }
}

/// Where runs stop, and what is asked there.
package struct Breakpoint: Sendable {
    package let number: Int
    package let condition: Condition
    /// It stops only where this holds.
    package let test: Test?
    /// So many more times it does not stop.
    package var ignored: Int
    /// Commands to be carried out there.
    package let commands: String
    package var hits = 0

    package init(number: Int, _ condition: Condition, test: Test? = nil, ignored: Int = 0, commands: String = "") {
        (self.number, self.condition, self.test, self.ignored, self.commands) = (number, condition, test, ignored, commands)
    }
}

// Looking for where conditions hold.
extension Timeline {
    /// A place at which a condition may hold.
    private struct Candidate {
        let cycle: UInt64
        let condition: Condition
        /// Something happens there: it holds once so many events have been recorded. Some are recorded before their time is charged, some
        /// after.
        let events: UInt64
    }

    /// Why a run has come to its end.
    package enum Arrival: Hashable, Sendable {
        /// At one of the conditions, by its place in the list.
        case at(Int)
        case limit, end, interrupted
    }

    private static let firstWindow: UInt64 = 16_384
    private static let longestWindow: UInt64 = 8_000_000
    /// Every instruction of it may be recorded.
    private static let longestObservedWindow: UInt64 = 500_000

    /// Runs on until a condition holds that `admits` lets pass, or to a cycle. `isInterrupted` is asked again and again, `progress`
    /// told.
    package func run(
        until conditions: [Condition], toCycle limit: UInt64, isInterrupted: () -> Bool = { false }, progress: () -> Void = {},
        admits: (Int) -> Bool = { _ in true }
    ) -> Arrival {
        prepare(for: conditions)
        let mask = conditions.reduce(into: EventMask()) { $0.formUnion($1.mask) }
        let longest = mask.contains(.instruction) ? Self.longestObservedWindow : Self.longestWindow
        var window = Self.firstWindow
        // Not where it is now: somebody who stopped here wants to get on.
        var last = Place(session)
        while !isOver {
            if cycle >= limit { return .limit }
            if isInterrupted() { return .interrupted }
            let end = min(limit, cycle + window)
            if conditions.isEmpty {
                run(toCycle: end)
            } else {
                let here = checkpoint()
                let candidates = candidates(conditions, observe(toCycle: end, mask))
                if !candidates.isEmpty {
                    restore(here)
                    if let hit = observing(mask, { visit(candidates, conditions, &last, admits) }).result {
                        progress()
                        return .at(hit)
                    }
                    run(toCycle: end)
                }
            }
            progress()
            window = min(window * 2, longest)
        }
        return .end
    }

    /// Where an instruction is about to be executed: more than one boundary can be in front of the same one.
    private struct Place: Equatable {
        let retired: UInt64
        let pc: UInt32

        init(_ session: Session) { (retired, pc) = (session.retired, session.guestCPU.pc) }
    }

    /// Goes from candidate to candidate to the first that is one. Returns which condition holds there.
    private func visit(
        _ candidates: [Candidate], _ conditions: [Condition], _ last: inout Place, _ admits: (Int) -> Bool
    ) -> Int? {
        var ring = session.guestCPU.ring
        for candidate in candidates {
            go(to: candidate)
            let place = Place(session)
            defer { (last, ring) = (place, session.guestCPU.ring) }
            if case .address = candidate.condition, place == last { continue }
            guard holds(candidate.condition, comingFrom: ring) else { continue }
            // All of them count that they have been passed; the first stops.
            let hits = conditions.indices.filter { conditions[$0] == candidate.condition && admits($0) }
            if let hit = hits.first { return hit }
        }
        return nil
    }

    private func go(to candidate: Candidate) {
        if cycle < candidate.cycle { run(toCycle: candidate.cycle) }
        if recorded < candidate.events { run(toCycle: candidate.cycle + 1) }
    }

    /// The last place before now at which a condition holds; goes there. With `includingNow`, now may be such a place. `nil`: there is
    /// none, and nothing has changed.
    package func back(
        to condition: Condition, includingNow: Bool = false, isInterrupted: () -> Bool = { false }
    ) -> UInt64? {
        prepare(for: [condition])
        let (here, now) = (checkpoint(), cycle)
        var (upper, window) = (now, Self.firstWindow)
        while upper > start, !isInterrupted() {
            let lower = upper - start > window ? upper - window : start
            go(toCycle: lower)
            let from = checkpoint()
            let candidates = candidates([condition], observe(toCycle: upper, condition.mask))
            if !candidates.isEmpty {
                restore(from)
                if let found = observing(condition.mask, { lastPlace(candidates, before: includingNow ? now + 1 : now) }).result {
                    go(toCycle: found)
                    return found
                }
            }
            (upper, window) = (
                lower, min(window * 4, condition.mask.contains(.instruction) ? Self.longestObservedWindow : Self.longestWindow)
            )
        }
        restore(here)
        return nil
    }

    private func lastPlace(_ candidates: [Candidate], before end: UInt64) -> UInt64? {
        var last: UInt64?
        var (ring, before) = (session.guestCPU.ring, Place?.none)
        for candidate in candidates {
            go(to: candidate)
            if cycle >= end { break }
            let place = Place(session)
            defer { (ring, before) = (session.guestCPU.ring, place) }
            if case .address = candidate.condition, place == before { continue }
            if holds(candidate.condition, comingFrom: ring) { last = cycle }
        }
        return last
    }

    private func prepare(for conditions: [Condition]) {
        let places = conditions.compactMap { condition -> UInt32? in
            guard case .write(let address) = condition else { return nil }
            return session.physicalPlace(address)
        }
        watch(Set(places.map { Int($0 >> 12) }))
    }

    /// Where to look more closely, in the order of time.
    private func candidates(_ conditions: [Condition], _ events: [Event]) -> [Candidate] {
        let conditions = conditions.uniqued()
        var found: [Candidate] = []
        for (index, event) in events.enumerated() {
            for condition in conditions where mayHold(condition, event) {
                let isBefore = if case .address = condition { true } else { false }
                found.append(
                    Candidate(cycle: event.cycle, condition: condition, events: isBefore ? 0 : UInt64(index) + 1))
            }
        }
        return found
    }

    /// Whether an event makes a condition worth a look.
    private func mayHold(_ condition: Condition, _ event: Event) -> Bool {
        switch condition {
        case .address(let address):
            guard case .instruction = event.kind else { return false }
            return event.pc == address || session.engine.guestPC(at: event.pc, session.host) == address
        case .write(let address):
            guard case .store(let place, _) = event.kind else { return false }
            return place == session.physicalPlace(address)
        case .ring:
            switch event.kind {
            case .trap, .interrupt, .systemCall, .ringReturn, .exit, .resume, .vmEntry, .vmExit, .hypercall: return true
            default: return false
            }
        case .event(let name, let detail): return event.matches(name, detail)
        case .returned(_, _, let from):
            guard case .instruction(let word) = event.kind else { return false }
            // A return; in a translation a jump that is looked up; or the monitor has gone on behind the instruction itself.
            switch Decoded(word: word)?.instruction {
            case .ret, .iret, .sysret, .mjmp: return true
            default: return event.pc == from &+ 4
            }
        }
    }

    private func holds(_ condition: Condition, comingFrom ring: UInt8) -> Bool {
        let cpu = session.guestCPU
        switch condition {
        case .address(let address): return cpu.pc == address
        case .ring(let wanted): return cpu.ring != ring && wanted ?? cpu.ring == cpu.ring
        case .write, .event: return true
        case .returned(let sp, let ring, let from): return cpu.sp == sp && cpu.ring == ring && cpu.pc != from
        }
    }
}

extension Event {
    /// Whether it has the name, and the detail if one is asked for.
    func matches(_ name: String, _ detail: String?) -> Bool {
        kind.name == name && (detail.map { kind.details.first?.lowercased() == $0.lowercased() } ?? true)
    }
}
