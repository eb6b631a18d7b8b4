import Assembler
import Devices
import Foundation
import Machine
import VMM

/// What happened in runs, in the trace-event format that Perfetto and Chrome read: a process for each engine, a thread for each ring
/// of the processor and one for the monitor, arrows from the guest to the exit that took it out, and counters. A cycle is shown as
/// a nanosecond.
package struct ChromeTrace {
    private var lines: [String] = []
    private var isFull = false
    private var (processes, flow) = (0, 0)

    /// What a viewer can still hold.
    private static let limit = 400_000
    private static let monitorThread = 9
    /// So often the counters are read.
    private static let sample: UInt64 = 20_000

    package init() {}

    /// The whole, as a file.
    package var json: String { "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n" + lines.joined(separator: ",\n") + "\n]}\n" }

    /// Runs a guest to its end or limit, and adds what happens.
    package mutating func add(_ guest: GuestFile, _ options: RunOptions) throws(UserError) {
        processes += 1
        let process = processes
        let session = try Session(try guest.image(for: options.engine), options)
        metadata(
            process, nil, "process_name", options.engine + (guest.portPath(for: options.engine) == nil ? "" : " (ported kernel)"))
        for ring in 0...3 { metadata(process, ring, "thread_name", "ring \(ring)") }
        metadata(process, Self.monitorThread, "thread_name", "monitor")
        var slicer = Slicer(hasMonitor: session.engine.statistics != nil)
        session.withHost {
            $0.events.capacity = 1 << 20
            $0.events.mask = [.instruction, .trap, .ring, .device, .monitor, .span]
        }
        while case .budget = session.stop, session.cycle < options.maxCycles, !isFull {
            session.run(cycles: min(Self.sample, options.maxCycles - session.cycle))
            for event in session.withHost({ $0.events.drain() }) { slicer.take(event) { add($0, process) } }
            counters(session, process)
        }
        slicer.finish(at: session.cycle) { add($0, process) }
        if isFull { instant(process, Self.monitorThread, session.cycle, "the trace is full: what follows is left out") }
    }

    /// What the stream of events comes to.
    private enum Piece {
        case guest(ring: UInt8, Range<UInt64>)
        case exit(reason: String, Range<UInt64>, fromRing: UInt8?)
        case event(Event)
    }

    /// Puts instructions together that follow each other in a ring, and leaves out what a monitor executes for the guest.
    private struct Slicer {
        /// Else everything is the guest's, and known at once.
        let hasMonitor: Bool
        private var pending: [Event] = []
        private var current: (ring: UInt8, start: UInt64)?
        private var last: UInt64 = 0
        /// No exit has so many events.
        private static let longest = 1 << 16

        init(hasMonitor: Bool) { self.hasMonitor = hasMonitor }

        mutating func take(_ event: Event, _ piece: (Piece) -> Void) {
            guard case .span(let reason, let start) = event.kind else {
                if !hasMonitor { return settle(event, piece) }
                pending.append(event)
                guard pending.count > 2 * Self.longest else { return }
                for event in pending.prefix(Self.longest) { settle(event, piece) }
                pending.removeFirst(Self.longest)
                return
            }
            for event in pending where event.cycle < start || !event.kind.isInstruction { settle(event, piece) }
            pending = []
            let ring = current?.ring
            close(at: start, piece)
            piece(.exit(reason: reason, start..<event.cycle, fromRing: ring))
            last = event.cycle
        }

        mutating func finish(at cycle: UInt64, _ piece: (Piece) -> Void) {
            for event in pending { settle(event, piece) }
            close(at: cycle, piece)
        }

        private mutating func settle(_ event: Event, _ piece: (Piece) -> Void) {
            guard event.kind.isInstruction else { return piece(.event(event)) }
            if current?.ring != event.ring {
                close(at: event.cycle, piece)
                current = (event.ring, max(last, event.cycle))
            }
        }

        private mutating func close(at cycle: UInt64, _ piece: (Piece) -> Void) {
            guard let (ring, start) = current else { return }
            current = nil
            if start < cycle { piece(.guest(ring: ring, start..<cycle)) }
            last = max(last, cycle)
        }
    }

    private mutating func add(_ piece: Piece, _ process: Int) {
        switch piece {
        case .guest(let ring, let cycles): slice(process, Int(ring), cycles, ring == 3 ? "program" : "kernel")
        case .exit(let reason, let cycles, let ring):
            if let ring, cycles.lowerBound > 0 {
                flow += 1
                add(process, Int(ring), cycles.lowerBound - 1, "exit", "s", ",\"cat\":\"exit\",\"id\":\(flow)")
                add(process, Self.monitorThread, cycles.lowerBound, "exit", "f", ",\"cat\":\"exit\",\"bp\":\"e\",\"id\":\(flow)")
            }
            slice(process, Self.monitorThread, cycles, reason)
        case .event(let event):
            let isMonitors = event.kind.mask == .monitor
            if case .exit = event.kind { return }
            if case .resume = event.kind { return }
            instant(process, isMonitors ? Self.monitorThread : Int(event.ring), event.cycle, event.text)
        }
    }

    private mutating func counters(_ session: borrowing Session, _ process: Int) {
        let ledger = session.host.ledger
        let groups = AccountGroup.allCases.map { group in
            "\"\(group.rawValue)\":\(group.accounts.reduce(0) { $0 + ledger[$1] })"
        }
        add(process, nil, session.cycle, "cycles", "C", ",\"args\":{\(groups.joined(separator: ","))}")
        add(process, nil, session.cycle, "TLB misses", "C", ",\"args\":{\"count\":\(session.host.counters.tlbMisses)}")
    }

    private mutating func slice(_ process: Int, _ thread: Int, _ cycles: Range<UInt64>, _ name: String) {
        add(process, thread, cycles.lowerBound, name, "X", ",\"dur\":\(Self.time(UInt64(cycles.count)))")
    }

    private mutating func instant(_ process: Int, _ thread: Int, _ cycle: UInt64, _ name: String) {
        add(process, thread, cycle, name, "i", ",\"s\":\"t\"")
    }

    private mutating func metadata(_ process: Int, _ thread: Int?, _ kind: String, _ name: String) {
        let place = thread.map { ",\"tid\":\($0)" } ?? ""
        lines.append("{\"ph\":\"M\",\"pid\":\(process)\(place),\"name\":\"\(kind)\",\"args\":{\"name\":\(Self.quoted(name))}}")
    }

    private mutating func add(_ process: Int, _ thread: Int?, _ cycle: UInt64, _ name: String, _ phase: String, _ more: String) {
        if lines.count >= Self.limit {
            if isFull { return }
            isFull = true
        }
        let place = thread.map { ",\"tid\":\($0)" } ?? ""
        lines.append(
            "{\"ph\":\"\(phase)\",\"pid\":\(process)\(place),\"ts\":\(Self.time(cycle)),\"name\":\(Self.quoted(name))\(more)}")
    }

    /// Microseconds, with three digits after the point.
    private static func time(_ cycles: UInt64) -> String {
        "\(cycles / 1000).\((cycles % 1000).digits(3))"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.printable.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

extension Event.Kind {
    fileprivate var isInstruction: Bool {
        if case .instruction = self { true } else { false }
    }
}
