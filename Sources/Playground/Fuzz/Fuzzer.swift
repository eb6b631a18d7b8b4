import Assembler
import Devices
import Machine
import VMM

/// Runs random programs on several engines under the guest clock, and compares what is left of the machine with what the first
/// engine leaves. An engine that is alone is compared with itself, run in random pieces between snapshots.
package struct Fuzzer {
    /// The engine, host model and settings of each; the first is the reference.
    package let contestants: [RunOptions]
    package var options = FuzzOptions()
    /// Programs that do not end are left at this tick.
    package var maxTicks: UInt64 = 200_000

    package init(_ contestants: [RunOptions]) {
        precondition(!contestants.isEmpty)
        self.contestants = contestants.map(Self.small)
    }

    /// A machine that is cheap to make and to compare, and a disk that does not keep programs waiting.
    private static func small(_ options: RunOptions) -> RunOptions {
        var options = options
        options.clock = .guest
        options.ramSize = FuzzRuntime.ramSize
        options.disk = disk
        options.model.diskRequestTicks = min(options.model.diskRequestTicks, 300)
        options.model.diskSectorTicks = min(options.model.diskSectorTicks, 20)
        return options
    }

    /// The first sectors of the labelled disk.
    private static let disk = Array(Disk.labelled.prefix(32 * Disk.sectorSize))

    /// A run of a program's image with the program's input.
    private func session(_ options: RunOptions, _ image: Image, _ input: [UInt8]) throws(UserError) -> Session {
        var options = options
        options.input = input
        return try Session(image, options)
    }

    /// The reference's run of a program, at its end, with the newest events of some kinds.
    package func reference(_ program: FuzzProgram, recording mask: EventMask = []) throws(UserError) -> Session {
        let session = try session(contestants[0], Self.image(program), program.input)
        session.withHost { $0.events.mask = mask }
        session.run(toTick: maxTicks)
        return session
    }

    private static func image(_ program: FuzzProgram) throws(UserError) -> Image {
        do {
            return try program.image()
        } catch {
            throw UserError(.badInput, error.render())
        }
    }

    /// What an engine did otherwise than the reference.
    package struct Difference: Hashable, Sendable {
        /// Its number among the contestants.
        let contestant: Int
        package let engine: String
        package let lines: [String]
    }

    /// What came of one program.
    package struct Verdict: Sendable {
        package let stop: GuestStop
        package let differences: [Difference]
    }

    /// Runs a program on all engines.
    package func run(_ program: FuzzProgram) throws(UserError) -> Verdict {
        let image = try Self.image(program)
        let reference = try session(contestants[0], image, program.input)
        let progress = reference.run(toTick: maxTicks)
        // Without completing an instruction nothing can be said of how far it should be.
        guard progress != .stuck else { return Verdict(stop: .budget, differences: []) }
        let state = reference.guestState
        var differences: [Difference] = []
        for (index, options) in contestants.enumerated() {
            guard index > 0 || contestants.count == 1 else { continue }
            let other = try session(options, image, program.input)
            if index > 0 { other.run(toTick: maxTicks) } else { runInPieces(other, seed: program.seed) }
            var lines = state.differences(to: other.guestState)
            if !other.withHost({ $0.ledger.balances }) { lines.append("its accounts do not add up to its clock") }
            if index == 0, reference.withHost({ $0.ledger }) != other.withHost({ $0.ledger }) {
                lines.append("its ledger depends on how the run is cut into pieces")
            }
            if !lines.isEmpty { differences.append(Difference(contestant: index, engine: options.engine, lines: lines)) }
        }
        return Verdict(stop: state.stop, differences: differences)
    }

    /// Runs to the end in random slices; now and then it goes back to where it was, and again.
    private func runInPieces(_ session: Session, seed: UInt64) {
        var random = FuzzRandom(seed: seed)
        while session.stop == .budget, session.ticks < maxTicks {
            let back = random.once(in: 4) ? session.checkpoint() : nil
            let cycles = UInt64(random.below(random.once(in: 4) ? 100 : 100_000)) + 1
            piece(session, cycles, random.once(in: 2) ? UInt64(random.below(3000)) : maxTicks)
            if let back { session.restore(back) }
        }
    }

    private func piece(_ session: Session, _ cycles: UInt64, _ ticks: UInt64) {
        let clock = session.withHost { $0.ledger.clock }
        session.run(Slice(untilCycle: clock + cycles, untilTick: min(maxTicks, session.ticks + ticks)))
    }
}

extension Fuzzer {
    /// Programs with consecutive seeds.
    package func campaign(
        seed: UInt64, count: Int, host: String, settings: [String] = []
    ) throws(UserError) -> FuzzReport {
        var report = FuzzReport(seed: seed, host: contestants[0].model.name, engines: contestants.map(\.engine))
        let host = ([host] + settings.map { "--set \($0)" }).joined(separator: " ")
        for offset in 0..<UInt64(max(0, count)) {
            let program = FuzzGenerator.program(seed: seed &+ offset, options)
            let verdict = try run(program)
            report.count(verdict.stop)
            for difference in verdict.differences {
                report.divergences.append(try examine(program, difference, host: host))
            }
        }
        return report
    }

    /// Makes a program that differs short, and finds where it first does.
    private func examine(_ program: FuzzProgram, _ difference: Difference, host: String) throws(UserError) -> FuzzReport.Found {
        let index = difference.contestant
        var pair = Fuzzer(index == 0 ? [contestants[0]] : [contestants[0], contestants[index]])
        pair.options = options
        pair.maxTicks = maxTicks
        let short = Shrinker.shrink(program) { candidate in
            (try? pair.run(candidate).differences.isEmpty) == false
        }
        let lines = (try pair.run(short)).differences.first?.lines ?? difference.lines
        return FuzzReport.Found(
            seed: program.seed, engine: difference.engine, differences: lines, fragments: short.fragments.map(\.kind.rawValue),
            text: short.body, program: header(pair, host) + short.runnable, first: try pair.firstDivergence(short))
    }

    private func header(_ pair: Fuzzer, _ host: String) -> String {
        let model = contestants[0].model
        let engines = pair.contestants.map(\.engine)
        return """
            ; ringside lockstep FILE --engines \(engines[0]),\(engines.last ?? engines[0]) --host \(host) \
            --set disk.request=\(model.diskRequestTicks) --set disk.sector=\(model.diskSectorTicks)

            """
    }

    private func firstDivergence(_ program: FuzzProgram) throws(UserError) -> Divergence? {
        let options = contestants.map { options in
            var options = options
            options.input = program.input
            return options
        }
        guard options.count > 1 else { return nil }
        var lockstep = Lockstep(try Self.image(program), options[0], options[1])
        lockstep.every = 512
        lockstep.maxTicks = maxTicks
        guard case .diverged(let divergence) = try lockstep.run() else { return nil }
        return divergence
    }
}
