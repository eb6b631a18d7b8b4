import Assembler
import ISA
import Machine
import VMM

/// Runs one guest on two engines under the guest clock, and finds the first guest instruction after which they differ.
///
/// The processor is compared every so many ticks, everything else more rarely. Runs are deterministic; so when something
/// differs, both are run again from reset to where they were last the same, and from there an instruction at a time.
package struct Lockstep {
    package let image: Image
    package private(set) var left: RunOptions
    package private(set) var right: RunOptions
    /// The processors are compared after so many ticks.
    package var every: UInt64 = 4096
    /// The whole states are compared after so many comparisons of the processors.
    package var comparisonsToFull: UInt64 = 64
    /// The end of the comparison, in ticks.
    package var maxTicks: UInt64 = 100_000_000

    /// What came of a comparison.
    package enum Outcome: Sendable {
        /// No difference up to this tick, where both stopped, or the comparison did.
        case same(ticks: UInt64, stop: GuestStop)
        case diverged(Divergence)
    }

    /// Both options are taken under the guest clock: under the other one, every difference in cost is a difference.
    package init(_ image: Image, _ left: RunOptions, _ right: RunOptions) {
        self.image = image
        (self.left, self.right) = (left, right)
        self.left.clock = .guest
        self.right.clock = .guest
    }

    package func run() throws(UserError) -> Outcome {
        let pair = try Pair(self)
        var (tick, same): (UInt64, UInt64) = (0, 0)
        var comparisons: UInt64 = 0
        while true {
            tick = min(tick + max(1, every), maxTicks)
            pair.run(to: tick)
            comparisons += 1
            let last = pair.ended || tick >= maxTicks
            let full = last || comparisons % comparisonsToFull == 0
            guard full ? pair.statesAgree : pair.processorsAgree else {
                return .diverged(try locate(after: same, notAfter: tick))
            }
            if last { return .same(ticks: pair.left.ticks, stop: pair.left.stop.withoutCycles) }
            if full { same = tick }
        }
    }

    /// The first difference in (same, different].
    private func locate(after same: UInt64, notAfter different: UInt64) throws(UserError) -> Divergence {
        let pair = try Pair(self)
        pair.run(to: same)
        var tick = same
        while tick < different, !pair.ended, pair.processorsAgree {
            tick += 1
            pair.run(to: tick)
        }
        // The processors may have gone on alike for a while after memory or a device differed.
        let first = try bisect(same, tick)
        return try Divergence(self, at: first)
    }

    /// The first tick in (low, high] after which the whole states differ, if they stay different. They do after `high`.
    private func bisect(_ low: UInt64, _ high: UInt64) throws(UserError) -> UInt64 {
        var (low, high) = (low, high)
        // Most differences show in the processor at once.
        if high - low > 1, try agree(at: high - 1) { return high }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if try agree(at: middle) { low = middle } else { high = middle }
        }
        return high
    }

    private func agree(at tick: UInt64) throws(UserError) -> Bool {
        let pair = try Pair(self)
        pair.run(to: tick)
        return pair.statesAgree
    }
}

/// The two runs of a comparison.
final class Pair {
    let left: Session
    let right: Session
    private var progress = (left: Session.Progress.reached, right: Session.Progress.reached)

    init(_ lockstep: Lockstep) throws(UserError) {
        left = try Session(lockstep.image, lockstep.left)
        right = try Session(lockstep.image, lockstep.right)
    }

    func run(to tick: UInt64) { progress = (left.run(toTick: tick), right.run(toTick: tick)) }

    /// Whether at least one cannot go on.
    var ended: Bool { progress != (.reached, .reached) }

    /// Guests that fault for ever between two instructions: how often they have, by the cycles they were given, is nobody's business.
    private var bothStuck: Bool { progress == (.stuck, .stuck) && left.ticks == right.ticks }

    var processorsAgree: Bool {
        bothStuck
            || left.ticks == right.ticks && left.stop.withoutCycles == right.stop.withoutCycles
                && left.processorState == right.processorState
    }
    var statesAgree: Bool { bothStuck || left.guestState == right.guestState }
}

extension Session {
    package enum Progress { case reached, ended, stuck }

    /// A guest that completes no instruction in so many cycles is taken to fault for ever.
    /// Twenty million, and more where one step of a monitor's or of the hardware's takes long by itself.
    private var cyclesWithoutTick: UInt64 {
        let costs = Primitive.allCases.map { UInt64(options.model[$0].cycles) }
        return 20_000_000 + 2_000 * (costs.max() ?? 0) + MonitorWork.translate.cycles(on: options.model, count: 1_000)
    }

    package var ticks: UInt64 { withHost { $0.now } }

    /// Runs to the first boundary between instructions at or after a tick of the guest clock.
    @discardableResult package func run(toTick tick: UInt64) -> Progress {
        while stop == .budget, ticks < tick {
            let (clock, before) = withHost { ($0.ledger.clock, $0.now) }
            run(Slice(untilCycle: clock + cyclesWithoutTick, untilTick: tick))
            if stop == .budget, ticks == before { return .stuck }
        }
        return ticks < tick ? .ended : .reached
    }
}

/// What `lockstep` prints.
package struct LockstepReport: Encodable, Sendable {
    package let guest: String
    package let engines: [String]
    package let host: String
    /// The ticks for which both were the same.
    package let ticks: UInt64
    package let equal: Bool
    /// How the guest stopped, if they never differed.
    @Nullable package private(set) var stop: String?
    @Nullable package private(set) var divergence: Divergence?

    package init(guest: String, engines: [String], host: String, _ outcome: Lockstep.Outcome) {
        (self.guest, self.engines, self.host) = (guest, engines, host)
        switch outcome {
        case .same(let ticks, let stop):
            (self.ticks, equal) = (ticks, true)
            self.stop = stop.text
        case .diverged(let found):
            (ticks, equal) = (max(found.tick, 1) - 1, false)
            divergence = found
        }
    }

    package var json: String { JSON.text(self) }

    package var lines: [String] {
        divergence?.lines
            ?? ["\(engines.joined(separator: " and ")) are the same for \(ticks.grouped) ticks; the guest: \(stop ?? "")"]
    }
}
