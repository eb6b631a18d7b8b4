import ISA
import Machine
import VMM

/// The last time that something came between the guest and its next instruction, taken apart: an exit to the monitor, or on bare metal a
/// trap or an interrupt. What each step is, and what it cost.
package struct Explanation: View {
    package struct Step: Encodable, Hashable, Sendable {
        package let what: String
        package let account: String
        package let count: UInt64
        package let cycles: UInt64
        /// What happened while it was done.
        package fileprivate(set) var events: [String] = []
    }
    package let title: String
    /// The guest's instruction, where it was.
    package let instruction: String
    package let steps: [Step]
    package let cycles: UInt64
    /// How often the same has happened so far, and what it cost on average.
    @Nullable package private(set) var average: UInt64?
    @Nullable package private(set) var count: UInt64?

    /// So far before a crossing the instruction that it came from can have begun; most begin soon before it.
    private static let margins: [UInt64] = [128, 4096, 1 << 20]

    /// `nil` where nothing has come between yet. Leaves the timeline where it is.
    package init?(_ timeline: Timeline) {
        let here = timeline.checkpoint()
        defer { timeline.restore(here) }
        if timeline.session.engine.statistics != nil {
            self.init(lastExitOf: timeline)
        } else {
            self.init(lastCrossingOf: timeline)
        }
    }

    /// The last exit; one that is under way is followed to its end.
    private init?(lastExitOf timeline: Timeline) {
        let session = timeline.session
        if let start = session.engine.statistics?.start {
            timeline.advance(notBeyond: timeline.cycle + 100_000_000) { session.engine.statistics?.start != start }
        }
        guard let exit = session.engine.statistics?.last else { return nil }
        let statistics = session.engine.statistics?[exit.reason]
        let place = Self.approach(timeline, exit.cycles.lowerBound)
        let events = timeline.observe(toCycle: exit.cycles.upperBound, .charge).filter { exit.cycles.contains($0.cycle) }
        self.init(
            title: "exit \(exit.reason.name): \(exit.reason.title)", place,
            Self.steps(events, of: exit.cycles, session), exit.cycles.upperBound - exit.cycles.lowerBound)
        (average, count) = (statistics?.average, statistics?.count)
    }

    /// On bare metal: the last way through a gate.
    private init?(lastCrossingOf timeline: Timeline) {
        let isCrossing: (Event) -> Bool = { event in
            switch event.kind {
            case .trap, .interrupt, .systemCall, .vmExit: true
            default: false
            }
        }
        guard let crossing = timeline.events.last(where: isCrossing) else { return nil }
        let place = Self.approach(timeline, crossing.cycle - 1)
        let from = timeline.cycle
        let idle = timeline.session.withHost { $0.ledger[.idle] }
        let events = timeline.observing(.charge) { timeline.step() }.events
        // Waiting for an interrupt is not its cost.
        let range = from + timeline.session.withHost { $0.ledger[.idle] } - idle..<timeline.cycle
        self.init(
            title: "\(crossing.text): the processor goes through its trap table; there is no monitor", place,
            Self.steps(events, of: range, timeline.session), range.upperBound - range.lowerBound)
    }

    private init(title: String, _ place: String, _ steps: [Step], _ cycles: UInt64) {
        (self.title, instruction, self.steps, self.cycles) = (title, place, steps, cycles)
    }

    /// To the last boundary at or before a cycle; tells where the guest is there.
    private static func approach(_ timeline: Timeline, _ cycle: UInt64) -> String {
        for margin in margins {
            timeline.go(toCycle: cycle > margin ? cycle - margin : timeline.start)
            if timeline.cycle <= cycle { break }
        }
        var last = timeline.cycle
        while timeline.cycle < cycle, !timeline.isOver {
            last = timeline.cycle
            timeline.step(notBeyond: cycle)
        }
        if timeline.cycle > cycle || timeline.isOver { timeline.go(toCycle: last) }
        let session = timeline.session
        let cpu = session.guestCPU
        return session.withSource(
            of: cpu.pc, "ring \(cpu.ring), \(session.numberAndLabel(cpu.pc)): \(session.instructionText(at: cpu.pc))")
    }

    /// Charges in their order, the same ones that follow each other as one; what happened beside the charge after which it did.
    private static func steps(_ events: [Event], of range: Range<UInt64>, _ session: Session) -> [Step] {
        var steps: [Step] = []
        for event in events {
            if case .charge(let step, let count, let cycles, let account) = event.kind {
                if cycles == 0 { continue }
                let new = Step(what: step.title, account: account.name, count: count, cycles: cycles)
                if let last = steps.last, last.what == new.what, last.account == new.account, last.events.isEmpty {
                    steps[steps.count - 1] = Step(
                        what: last.what, account: last.account, count: last.count + count, cycles: last.cycles + cycles)
                } else {
                    steps.append(new)
                }
            } else if !steps.isEmpty {
                steps[steps.count - 1].events.append(event.text)
            }
        }
        // What plain instructions took: the guest's own, or those of a translation on the way to a boundary.
        let rest =
            range.upperBound - range.lowerBound - min(range.upperBound - range.lowerBound, steps.reduce(0) { $0 + $1.cycles })
        if rest > 0 { steps.append(Step(what: "instructions executed meanwhile", account: "guest", count: 1, cycles: rest)) }
        return steps
    }

    package var text: String {
        var lines = [title, "  " + instruction]
        for step in steps {
            let count = step.count > 1 ? " x\(step.count)" : ""
            lines.append("  " + step.cycles.grouped.leftPadded(7) + "  " + step.account.padded(16) + step.what + count)
            lines += step.events.map { "  " + "".padded(25) + "* " + $0 }
        }
        lines.append(
            "  " + cycles.grouped.leftPadded(7) + "  in all"
                + (average.map { "; \((count ?? 0).grouped) so far, \($0.grouped) each" } ?? ""))
        return lines.joined(separator: "\n")
    }
}

extension ChargedStep {
    /// What is done, in a few words.
    package var title: String {
        switch self {
        case .primitive(let primitive): primitive.stepTitle
        case .work(let work): work.stepTitle
        }
    }
}

extension Primitive {
    fileprivate var stepTitle: String {
        switch self {
        case .instruction(.interruptReturn): "iret: back to the guest"
        case .instruction(.vmentry): "VM entry: the guest's state loaded from the VMCS"
        case .instruction(.vmread): "vmread"
        case .instruction(.vmwrite): "vmwrite"
        case .instruction(.hypercall): "hcall: through the gate to the hypervisor"
        case .instruction(.systemCall): "syscall: to the kernel's entry"
        case .instruction(.softwareInterrupt): "int: through the gate"
        case .instruction(.jumpIndirect): "a jump to the translation"
        case .instruction(let cost): "\(cost.name) instruction"
        case .exception: "through the gate: frame pushed, handler entered"
        case .interrupt: "an interrupt, through the gate"
        case .walkReference: "a walk's reference to memory"
        case .walkCacheHit: "a nested translation from the walk cache"
        case .vmexit: "VM exit: the guest's state saved, the host's loaded"
        case .transitionRefill: "after the transition: caches of code are cold"
        case .deviceMemory: "an access to a device of the host's"
        case .monitorInstructions: "the monitor's software"
        }
    }
}

extension MonitorWork {
    fileprivate var stepTitle: String {
        switch self {
        case .dispatch: "registers saved, the reason read, its handler called"
        case .emulate: "the instruction decoded and carried out, pc advanced"
        case .guestReference: "a reference to memory by software"
        case .deriveEntry: "what an entry must be, derived from the guest's"
        case .tableEntry: "an entry of the monitor's tables written"
        case .routine: "a routine in the translation cache"
        case .portRoutine: "what a port answers, found in the translation cache"
        case .deviceModel: "the device's model"
        case .translate: "an instruction translated"
        case .link: "a jump linked, or a look-up entry written"
        case .inject: "a trap or interrupt delivered to the guest"
        case .hypercall: "the call's number and arguments looked at"
        case .validate: "a page-table entry checked"
        }
    }
}
