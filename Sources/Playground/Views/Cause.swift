import ISA
import Machine
import VMM

/// Who made a word of the guest's memory what it is.
package struct Writer: View {
    package let address: UInt32
    @Nullable package private(set) var word: UInt32?
    @Nullable package private(set) var cycle: UInt64?
    @Nullable package private(set) var instruction: String?

    /// Leaves the timeline where it is.
    package init(_ timeline: Timeline, _ address: UInt32, isInterrupted: () -> Bool = { false }) {
        self.init(
            timeline, address, physical: timeline.session.guestPhysical(of: address & ~3), isInterrupted: isInterrupted)
    }

    /// The same of a word that is found by its guest-physical place.
    init(_ timeline: Timeline, _ address: UInt32, physical: UInt32?, isInterrupted: () -> Bool) {
        self.address = address
        let session = timeline.session
        word = session.virtualWord(at: address & ~3)
        guard let physical else { return }
        let here = timeline.checkpoint()
        defer { timeline.restore(here) }
        guard timeline.back(to: .write(physical), includingNow: true, isInterrupted: isInterrupted) != nil else { return }
        let written = timeline.cycle
        cycle = written
        _ = timeline.back(1)
        let cpu = session.guestCPU
        let place = session.physicalPlace(physical)
        let store = timeline.observe(toCycle: written, .store).last { event in
            if case .store(place, _) = event.kind { true } else { false }
        }
        if case .store(_, byDevice: true) = store?.kind {
            instruction = "a device, while the guest was at \(session.numberAndLabel(cpu.pc))"
            return
        }
        instruction =
            session.withSource(
                of: cpu.pc, "\(session.instructionText(at: cpu.pc)) at \(session.numberAndLabel(cpu.pc)), ring \(cpu.ring)")
    }

    package var text: String {
        let value = word.map { "holds \(Decoded.hexadecimal($0))" } ?? "cannot be read"
        return "\(Decoded.hexadecimal(address)) \(value); \(story)"
    }

    /// Without the value.
    var story: String {
        guard let cycle, let instruction else { return "nothing has written it since the guest was loaded" }
        return "last written by \(instruction), at cycle \(cycle.grouped)"
    }
}

/// Why a guest came to its end by a fault: what in its memory or registers made that so, who put it there, and what to do.
package struct Cause: View {
    package let lines: [String]
    package var text: String { lines.joined(separator: "\n") }

    /// Empty if the guest has not ended that way. Leaves the timeline where it is.
    package init(_ timeline: Timeline, isInterrupted: @escaping () -> Bool = { false }) {
        var search = Search(timeline: timeline, isInterrupted: isInterrupted)
        switch timeline.session.stop {
        case .tripleFault(let report):
            search.origin(report.chain.first, pc: report.pc)
            for fault in report.chain.dropFirst() {
                if let vector = fault.gate { search.gate(vector) } else { search.stack(fault) }
            }
        case .crash(let report):
            if case .noGate(let fault) = report.cause { search.origin(fault, pc: report.pc) }
        default: break
        }
        lines = search.lines
    }

    /// Beyond so many cycles a search takes longer than a report may keep somebody waiting.
    private static let patience: UInt64 = 200_000_000

    /// For a report of the guest's end; empty if it has not crashed.
    static func lines(for timeline: Timeline, isInterrupted: @escaping () -> Bool = { false }) -> [String] {
        guard timeline.session.stop.isCrash else { return [] }
        return timeline.cycle > patience
            ? ["  'why' looks for what led to this."] : Cause(timeline, isInterrupted: isInterrupted).lines
    }

    /// For a report of a run without a timeline: the run is repeated on one.
    package static func lines(of session: Session) throws(UserError) -> [String] {
        guard session.stop.isCrash, session.cycle <= patience else { return [] }
        let timeline = Timeline(try Session(session.image, session.options))
        timeline.run(toCycle: session.options.maxCycles)
        return Cause(timeline).lines
    }

    private struct Search {
        let timeline: Timeline
        let isInterrupted: () -> Bool
        var lines: [String] = []
        var session: Session { timeline.session }

        mutating func say(_ line: String) { if !lines.contains("  " + line) { lines.append("  " + line) } }

        private func writer(_ address: UInt32) -> String { Writer(timeline, address, isInterrupted: isInterrupted).story }

        /// How the fault itself came about: a page that is not there, or a jump into nowhere.
        mutating func origin(_ fault: Fault?, pc: UInt32) {
            guard let fault else { return }
            if fault.vector == Vector.pageFault.rawValue, let address = fault.address { pageTable(address) }
            let isFetch = fault.vector == Vector.pageFault.rawValue && fault.error & PageFaultCode.fetch != 0
            if isFetch || fault.vector == Vector.undefined.rawValue || pc & 3 != 0 { arrival(pc) }
        }

        /// The entry that says no.
        private mutating func pageTable(_ address: UInt32) {
            let (steps, target) = session.guestWalk(address)
            guard let last = steps.last, target == nil || !last.isPresent else { return }
            say(
                "the \(last.level) entry for \(Decoded.hexadecimal(address)), at \(Decoded.hexadecimal(last.place)), is "
                    + "\(Decoded.hexadecimal(last.entry)) (\(last.rights)); \(tableWriter(last.place))")
        }

        /// Page tables are found by their physical addresses.
        private func tableWriter(_ place: UInt32) -> String {
            guard !session.pagesDirectly else { return "page tables are written by HCALL_UPDATE_TABLES" }
            return Writer(timeline, place, physical: place, isInterrupted: isInterrupted).story
        }

        /// The instruction that led there, and for a return, who wrote the address.
        private mutating func arrival(_ pc: UInt32) {
            let here = timeline.checkpoint()
            defer { timeline.restore(here) }
            guard timeline.back(to: .address(pc), isInterrupted: isInterrupted) != nil else { return }
            // A monitor may have had work to do there first.
            for _ in 0..<4 where session.guestCPU.pc == pc { _ = timeline.back(1) }
            let cpu = session.guestCPU
            guard cpu.pc &+ 4 != pc, cpu.pc != pc, let word = session.virtualWord(at: cpu.pc), let decoded = Decoded(word: word)
            else { return }
            say(
                "it got there by \(session.text(of: word, at: cpu.pc)) at \(session.numberAndLabel(cpu.pc))"
                    + (session.source(of: cpu.pc).map { " (\($0))" } ?? ""))
            if decoded.instruction == .ret || decoded.instruction == .iret {
                say("the address came from the stack at \(Decoded.hexadecimal(cpu.sp)): \(writer(cpu.sp))")
            }
        }

        /// A gate that could not be gone through.
        mutating func gate(_ vector: UInt8) {
            let table = session.guestCPU.trapTable
            let place = table &+ UInt32(vector) * Architecture.gateSize
            let name = "the gate of vector \(vector) (\(Vector.title(vector)))"
            guard let bits = session.virtualWord(at: place &+ 4) else {
                return say("\(name), at \(Decoded.hexadecimal(place)), cannot be read; the trap table must be mapped")
            }
            guard bits & Gate.present == 0 else { return }
            say("\(name), at \(Decoded.hexadecimal(place)), is not present; \(writer(place &+ 4))")
            if table == 0 { say("the trap table is at 0, as at reset: has lidt been executed?") }
            say("it should hold the handler's address, then GATE_PRESENT and the like: see 'help gate'")
        }

        /// The frame that could not be pushed.
        mutating func stack(_ fault: Fault) {
            guard fault.vector == Vector.pageFault.rawValue || fault.vector == Vector.protection.rawValue else { return }
            let cpu = session.guestCPU
            if cpu.ring != 0 {
                let value = cpu[.sp0]
                say(
                    "a trap from ring \(cpu.ring) pushes its frame below sp0, which is \(Decoded.hexadecimal(value))"
                        + (value == 0 ? ": it has never been set; mov sp0, TOP does" : ""))
            } else if let address = fault.address, fault.error & PageFaultCode.write != 0 {
                say(
                    "the frame was to be pushed below sp = \(Decoded.hexadecimal(cpu.sp)), to \(Decoded.hexadecimal(address)), which cannot be written"
                )
            }
        }
    }
}

extension GuestStop {
    /// The guest has not ended itself.
    var isCrash: Bool {
        switch self {
        case .tripleFault, .crash: true
        case .budget, .powerOff, .halt: false
        }
    }
}

extension Fault {
    /// The gate that a protection fault is about.
    fileprivate var gate: UInt8? {
        guard vector == Vector.protection.rawValue, let cause = ProtectionCause(rawValue: UInt8(truncatingIfNeeded: error)),
            cause.concernsGate
        else { return nil }
        return UInt8(truncatingIfNeeded: error >> 8)
    }
}
