import Assembler
import Machine
import VMM

/// A session that can be taken to any point of its own past, and forward again.
///
/// A place in time is a cycle: no two boundaries between instructions have the same, and a run is the same however it is sliced. To be
/// where the guest was at a cycle, the newest checkpoint before it is restored, and the way from there is executed again. Checkpoints
/// are few and ever further apart, so that a long run has no more of them than a short one.
package final class Timeline {
    package let session: Session
    private var checkpoints: [Checkpoint] = []
    private var spacing = Timeline.firstSpacing
    /// What was done to the guest from outside, in the order of time; done again on the way.
    private var interventions: [(cycle: UInt64, change: Intervention)] = []
    /// So many of them have been done.
    private var performed = 0
    private var isObserving = false
    /// Frames of the host's RAM whose stores are of interest.
    private var watchedFrames: Set<Int> = []

    private static let firstSpacing: UInt64 = 500_000
    private static let mostCheckpoints = 32
    /// Events kept for views.
    package static let keptEvents = 4096

    /// The session with all that happened to it.
    package struct Checkpoint {
        package let cycle: UInt64
        package let retired: UInt64
        fileprivate let state: Session.Checkpoint
        fileprivate let events: EventLog
        fileprivate let performed: Int
    }

    /// Something that does not come from the guest.
    package enum Intervention {
        /// The console gets input.
        case input([UInt8])
        /// One instruction is executed that is not the guest's own.
        case instruction(UInt32)
    }

    /// Begins where the session is.
    package init(_ session: Session) {
        self.session = session
        session.withHost { $0.events = EventLog(mask: .all.subtracting(.instruction), capacity: Self.keptEvents) }
        checkpoints = [checkpoint()]
    }

    package var cycle: UInt64 { session.cycle }
    package var isOver: Bool { session.stop != .budget }
    /// The first cycle.
    package var start: UInt64 { checkpoints[0].cycle }
    /// The newest events, oldest first.
    package var events: [Event] { session.withHost { $0.events.kept } }

    /// Which frames of the host's RAM are to be watched for stores while somebody observes.
    package func watch(_ frames: Set<Int>) {
        watchedFrames = frames
        session.withHost { $0.watchStores(toFrames: frames) }
    }

    // MARK: Forward

    /// Runs to the first boundary at or after a cycle, or to the guest's end.
    package func run(toCycle target: UInt64) {
        while !isOver, cycle < target {
            let next = performed < interventions.count ? interventions[performed].cycle : .max
            if next <= cycle {
                _ = perform(interventions[performed].change)
                performed += 1
                continue
            }
            let due = isObserving ? .max : checkpoints.last!.cycle + spacing
            session.run(Slice(untilCycle: min(target, next, max(due, cycle + 1))))
            performDueInput()
            if !isObserving, cycle >= checkpoints.last!.cycle + spacing { keepCheckpoint() }
        }
        performDueInput()
    }

    /// Input that came at this cycle has come; an instruction that was executed here is yet to be.
    private func performDueInput() {
        while performed < interventions.count, interventions[performed].cycle <= cycle,
            case .input = interventions[performed].change
        {
            _ = perform(interventions[performed].change)
            performed += 1
        }
    }

    /// Runs likewise, and returns all that happens on the way: with `mask`, more than what is kept anyway.
    package func observe(toCycle target: UInt64, _ mask: EventMask = []) -> [Event] {
        observing(mask) { run(toCycle: target) }.events
    }

    /// Does something while all that happens is recorded, with `mask` more than what is kept anyway.
    func observing<R>(_ mask: EventMask, _ body: () -> R) -> (events: [Event], result: R) {
        let log = session.withHost { $0.events }
        session.withHost { $0.events = EventLog(mask: log.mask.union(mask), capacity: .max) }
        isObserving = true
        let result = body()
        isObserving = false
        let seen = session.withHost { $0.events.drain() }
        var kept = log
        for event in seen where log.mask.contains(event.kind.mask) { kept.record(event) }
        session.withHost { $0.events = kept }
        return (seen, result)
    }

    /// How many events have been recorded.
    var recorded: UInt64 { session.withHost { $0.events.total } }

    /// Where a step ends: an instruction has been completed, or the guest is elsewhere without having completed one.
    private struct Step: Equatable {
        let retired: UInt64
        let pc: UInt32
        let ring: UInt8
        let isOver: Bool
    }
    private var stepState: Step {
        let cpu = session.guestCPU
        return Step(retired: session.retired, pc: cpu.pc, ring: cpu.ring, isOver: isOver)
    }

    /// So many boundaries are looked at one by one; a step that takes longer waits for something.
    private static let patience = 512

    /// One step: to the first boundary at which the guest has got anywhere, but not beyond a cycle.
    package func step(notBeyond limit: UInt64 = .max) {
        let before = stepState
        for _ in 0..<Self.patience where stepState == before && !isOver && cycle < limit { run(toCycle: cycle + 1) }
        guard stepState == before, !isOver, cycle < limit else { return }
        advance(notBeyond: limit) { self.stepState != before }
    }

    /// To the first boundary at which something holds that goes on holding, but not beyond a cycle. Returns whether it does.
    @discardableResult package func advance(notBeyond limit: UInt64, until holds: () -> Bool) -> Bool {
        var window: UInt64 = 1
        while !holds() {
            guard !isOver, cycle < limit else { return false }
            let here = checkpoint()
            run(toCycle: min(limit, cycle + window))
            if holds() {
                guard window > 1 else { return true }
                restore(here)
                window = max(1, window / 8)
            } else {
                window = min(window * 2, 1 << 24)
            }
        }
        return true
    }

    // MARK: Back

    /// To where the guest was at a cycle, or as far as it gets before somebody interrupts. Beyond its end there is nothing.
    package func go(toCycle target: UInt64, isInterrupted: () -> Bool = { false }) {
        let best = checkpoints.last { $0.cycle <= target } ?? checkpoints[0]
        if target < cycle || best.cycle > cycle { restore(best) }
        while cycle < target, !isOver, !isInterrupted() { run(toCycle: min(target, cycle + Self.longestRun)) }
        performDueInput()
    }

    /// Cycles in which nobody is asked whether to go on.
    private static let longestRun: UInt64 = 16_000_000

    /// To where the guest was so many steps ago. Returns how many there were.
    package func back(_ count: Int) -> Int {
        let (here, now, retired) = (checkpoint(), cycle, session.retired)
        // Each instruction completed is a step at least.
        let least = UInt64(count) + 1
        if retired <= least || !go(toInstruction: retired - least, limit: now) { go(toCycle: start) }
        var stops: [UInt64] = cycle < now ? [cycle] : []
        while cycle < now, !isOver {
            step(notBeyond: now)
            if cycle < now { stops.append(cycle) }
        }
        let taken = min(count, stops.count)
        if taken == 0 { restore(here) } else { go(toCycle: stops[stops.count - taken]) }
        return taken
    }

    /// To the first boundary with so many guest instructions completed. Returns whether the guest gets there.
    package func go(toInstruction number: UInt64, limit: UInt64, isInterrupted: () -> Bool = { false }) -> Bool {
        guard let best = checkpoints.last(where: { $0.retired < number }) else {
            restore(checkpoints[0])
            return session.retired == number
        }
        if session.retired >= number || best.cycle > cycle { restore(best) }
        // An instruction takes a cycle at least.
        while session.retired + 64 < number, cycle < limit, !isOver {
            if isInterrupted() { return false }
            run(toCycle: min(limit, cycle + min((number - session.retired) / 2, Self.longestRun)))
        }
        return advance(notBeyond: limit) { session.retired >= number }
    }

    // MARK: Checkpoints

    /// The present, to come back to.
    package func checkpoint() -> Checkpoint {
        Checkpoint(
            cycle: cycle, retired: session.retired, state: session.checkpoint(), events: session.withHost { $0.events },
            performed: performed)
    }

    package func restore(_ checkpoint: Checkpoint) {
        session.restore(checkpoint.state)
        performed = checkpoint.performed
        session.withHost {
            $0.events = checkpoint.events
            $0.watchStores(toFrames: watchedFrames)
        }
    }

    /// The present with its past and what is yet to be done to it: nothing of what comes afterwards stays, once it is restored.
    package struct Moment {
        fileprivate let present: Checkpoint
        fileprivate let checkpoints: [Checkpoint]
        fileprivate let spacing: UInt64
        fileprivate let interventions: [(cycle: UInt64, change: Intervention)]
    }

    package var moment: Moment {
        Moment(present: checkpoint(), checkpoints: checkpoints, spacing: spacing, interventions: interventions)
    }

    package func restore(_ moment: Moment) {
        (checkpoints, spacing, interventions) = (moment.checkpoints, moment.spacing, moment.interventions)
        restore(moment.present)
    }

    private func keepCheckpoint() {
        checkpoints.append(checkpoint())
        guard checkpoints.count > Self.mostCheckpoints else { return }
        checkpoints = checkpoints.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        spacing *= 2
    }

    // MARK: Changing what happens

    /// Does something to the guest, now. What would have happened otherwise is no longer its future. Returns whether it could be done.
    package func intervene(_ change: Intervention) -> Bool {
        let before = checkpoint()
        guard perform(change) else {
            restore(before)
            return false
        }
        interventions.removeSubrange(performed...)
        interventions.append((before.cycle, change))
        performed += 1
        checkpoints.removeAll { $0.cycle > before.cycle }
        return true
    }

    private func perform(_ change: Intervention) -> Bool {
        switch change {
        case .input(let bytes):
            session.send(bytes)
            return true
        case .instruction(let word): return execute(word)
        }
    }

    /// Executes a word in the place of the guest's next one, which comes after it unless the word has led elsewhere.
    private func execute(_ word: UInt32) -> Bool {
        let pc = session.guestCPU.pc
        // By its place in memory: the word may change what the address leads to.
        guard goOn(at: pc), let place = session.guestPhysical(of: pc).flatMap(session.physicalPlace),
            let original = session.patch(place, word), session.redirect(to: pc)
        else { return false }
        let before = stepState
        while stepState == before, !isOver { session.run(Slice(untilCycle: cycle + 1)) }
        _ = session.patch(place, original)
        let next = session.guestCPU.pc
        return goOn(at: next == pc &+ 4 ? pc : next) || isOver
    }

    /// Has the guest go on at an address as soon as the monitor, if there is one, lets go of it. Returns whether it does before
    /// anything else happens.
    private func goOn(at pc: UInt32) -> Bool {
        let before = stepState
        for _ in 0..<Self.patience where !isOver {
            if session.redirect(to: pc) { return true }
            session.run(Slice(untilCycle: cycle + 1))
            guard stepState == before else { return false }
        }
        return false
    }
}
