import Assembler
import Engines
import ISA
import Machine
import VMM

/// The VMCS, field by field.
package struct VMCSView: View {
    package struct Row: Encodable, Sendable {
        package let group: String
        package let field: String
        package let value: UInt32
        package let meaning: String
    }
    package let rows: [Row]

    package init(_ session: Session) throws(UserError) {
        guard session.engine is HardwareAssistEngine else {
            throw UserError(.usage, "vmcs: the engine \(session.options.engine) has none; hardware assist does: engine hvm")
        }
        rows = VMCSField.allCases.map { field in
            Row(
                group: field.group.rawValue, field: field.symbol, value: session.host.peek(field),
                meaning: Self.meaning(field, session.host.peek(field), session))
        }
    }

    private static func meaning(_ field: VMCSField, _ value: UInt32, _ session: Session) -> String {
        switch field {
        case .controls: controlNames(value)
        case .exitReason: VMExitReason(rawValue: value & 0xffff)?.symbol ?? ""
        case .guestPC: session.label(of: value) ?? ""
        case .guestFlags: Flags.text(value & Flags.all) + ", ring \(value >> Flags.ringShift & 3)"
        case .entryEvent, .exitEvent, .vectoringEvent: value & VMCSEvent.valid != 0 ? "vector \(value & 0xff)" : ""
        default: ""
        }
    }

    private static func controlNames(_ value: UInt32) -> String {
        Architecture.symbols.filter { $0.key.hasPrefix("CONTROL_") && value & $0.value != 0 }.sorted { $0.value < $1.value }
            .map { $0.key.dropFirst("CONTROL_".count).lowercased() }.joined(separator: " ")
    }

    package var text: String {
        VMCSField.Group.allCases.flatMap { group in
            [group.rawValue]
                + rows.filter { $0.group == group.rawValue }.flatMap { row -> [String] in
                    let line = "  " + row.field.padded(34) + Decoded.hexadecimal(row.value).padded(12)
                    if row.meaning.count <= 32 { return [(line + row.meaning).trimmingTrailing] }
                    return [line.trimmingTrailing, row.meaning.wrapped(indent: 4)]
                }
        }.joined(separator: "\n")
    }
}

/// The translation cache: all units in a line each, or some with both columns.
package struct UnitsView: View {
    package let installed: Int
    package let bytes: Int
    package let units: [UnitView]
    private let isDetailed: Bool

    private enum CodingKeys: String, CodingKey { case installed, bytes, units }

    /// `address`: the units that translate it, in full; else the newest ones.
    package init(_ session: Session, at address: UInt32?, newest: Int) throws(UserError) {
        guard let cache = (session.engine as? BinaryTranslationEngine)?.cache else {
            throw UserError(.usage, "units: only the engine bt translates; 'engine bt' takes it")
        }
        let views = cache.units.enumerated().map { UnitView($0.element, number: $0.offset, executions: 0, session.host) }
        (installed, bytes, isDetailed) = (views.count, cache.bytes, address != nil)
        if let address {
            units = views.filter { $0.pc <= address && address < $0.pc &+ UInt32($0.instructions) * 4 }
        } else {
            units = Array(views.suffix(newest))
        }
    }

    package var text: String {
        let head = "\(installed.counted("unit")), \(bytes.description) bytes of the translation cache"
        if isDetailed, units.isEmpty {
            return head + "\nno unit translates that address; it is translated when the kernel executes it"
        }
        if isDetailed {
            return ([head] + units.map { [$0.title, "  " + $0.story, $0.listing].joined(separator: "\n") }).joined(
                separator: "\n\n")
        }
        return ([head] + units.map { "  \($0.title)" }).joined(separator: "\n")
    }
}

/// What a paravirtual kernel shares with its hypervisor: the shared-info page, event channels, the rings.
package struct SharedView: View {
    package struct Row: Encodable, Sendable {
        package let name: String
        package let value: UInt32
    }
    package struct Channel: Encodable, Sendable {
        package let name: String
        package let pending: Bool
        package let masked: Bool
    }
    package let page: [Row]
    package let channels: [Channel]

    package init(_ session: Session) throws(UserError) {
        guard session.pagesDirectly else {
            throw UserError(
                .usage, "shared: the engine \(session.options.engine) shares nothing with its guest; pv does: engine pv")
        }
        let base = MonitorMemory.sharedInfo << 12
        func word(_ offset: UInt32) -> UInt32 { session.host.memory.readWord(at: base + offset) }
        page = SharedInfo.allCases.filter { $0 != .pending && $0 != .masked }.map { Row(name: $0.symbol, value: word($0.rawValue)) }
        channels = EventChannel.allCases.map { channel in
            func byte(_ place: SharedInfo) -> Bool { word(place.rawValue + channel.rawValue & ~3).byte(at: channel.rawValue) != 0 }
            return Channel(name: channel.symbol, pending: byte(.pending), masked: byte(.masked))
        }
    }

    package var text: String {
        (page.map { $0.name.padded(26) + Decoded.hexadecimal($0.value) }
            + channels.map { $0.name.padded(26) + ($0.pending ? "pending" : "-").padded(10) + ($0.masked ? "masked" : "") }
            .map(\.trimmingTrailing)).joined(separator: "\n")
    }
}

/// The rings of a paravirtual kernel's devices: how far each side is, and the newest slots.
package struct RingsView: View {
    package struct Slot: Encodable, Sendable {
        package let number: UInt32
        package let words: [SharedView.Row]
    }
    package let console: [SharedView.Row]
    package let disk: [SharedView.Row]
    package let slots: [Slot]

    package init(_ session: Session) throws(UserError) {
        guard let engine = session.engine as? ParavirtEngine else {
            throw UserError(
                .usage, "rings: the engine \(session.options.engine) has registers of devices, see devices; pv has rings")
        }
        func word(_ frame: UInt32, _ offset: UInt32) -> UInt32 { session.host.memory.readWord(at: frame << 12 + offset) }
        console = ConsoleRing.allCases.filter { $0 != .input && $0 != .output }
            .map { SharedView.Row(name: $0.symbol, value: word(MonitorMemory.consoleRing, $0.rawValue)) }
        guard let frame = engine.diskRingFrame else {
            (disk, slots) = ([], [])
            return
        }
        disk = RequestRing.allCases.filter { $0 != .slots }
            .map { SharedView.Row(name: $0.symbol, value: word(frame, $0.rawValue)) }
        let produced = word(frame, RequestRing.requestsProduced.rawValue)
        slots = (0..<min(produced, 4)).map { back in
            let number = produced - 1 - back
            let start = RequestRing.slots.rawValue + number % RequestRing.slotCount * RequestRing.slotSize
            return Slot(
                number: number,
                words: DiskRequest.allCases.map { SharedView.Row(name: $0.symbol, value: word(frame, start + $0.rawValue)) })
        }
    }

    package var text: String {
        func lines(_ rows: [SharedView.Row]) -> [String] { rows.map { "  " + $0.name.padded(28) + Decoded.hexadecimal($0.value) } }
        let requests = slots.map { slot in
            "  slot of number \(slot.number): "
                + slot.words.map { "\($0.name.dropFirst("REQUEST_".count).lowercased()) \($0.value)" }.joined(separator: ", ")
        }
        return
            (["the console's ring"] + lines(console) + ["the disk's ring"]
            + (disk.isEmpty ? ["  not connected: HCALL_CONNECT_RING"] : lines(disk)) + requests).joined(separator: "\n")
    }
}

/// The guest's devices: what reading their registers would give.
package struct DevicesView: View {
    package struct Row: Encodable, Sendable {
        package let register: String
        package let value: UInt32
    }
    package struct Entry: Encodable, Sendable {
        package let name: String
        package let title: String
        package let place: String
        package let registers: [Row]
        package let requestsInterrupt: Bool
    }
    package let devices: [Entry]

    package init(_ session: Session) {
        let bus = session.engine.guestBus(session.host)
        let readings = DeviceReading.all(of: bus, now: session.host.now, memory: session.host.memory)
        devices = bus.places.map { place in
            let description = place.description
            let shown = description.registers.filter { $0.count == 1 }.map { "\(description.name)_\($0.name)" }
            return Entry(
                name: description.name, title: description.title,
                place: (description.space == .ports ? "port " : "memory ") + Decoded.hexadecimal(place.base)
                    + (place.line.map { ", line \($0)" } ?? ""),
                registers: readings.filter { shown.contains($0.name) }.map { Row(register: $0.name, value: $0.value) },
                requestsInterrupt: place.device.interruptRequested)
        }
    }

    package var text: String {
        devices.map { device in
            let head =
                "\(device.name.lowercased()), \(device.title) at \(device.place)"
                + (device.requestsInterrupt ? "; asks for an interrupt" : "")
            return ([head] + device.registers.map { "  " + $0.register.padded(24) + Decoded.hexadecimal($0.value) }).joined(
                separator: "\n")
        }.joined(separator: "\n")
    }
}

/// The newest events.
package struct EventsView: View {
    package struct Row: Encodable, Sendable {
        package let cycle: UInt64
        package let pc: UInt32
        package let ring: UInt8
        package let name: String
        package let details: [String]
    }
    package let events: [Row]
    private let lines: [String]

    private enum CodingKeys: String, CodingKey { case events }

    package init(_ session: Session, _ events: [Event]) {
        self.events = events.map {
            Row(cycle: $0.cycle, pc: $0.pc, ring: $0.ring, name: $0.kind.name, details: $0.kind.details)
        }
        lines = events.map { event in
            event.cycle.grouped.leftPadded(14) + "  ring \(event.ring)  "
                + (event.pc >= Architecture.stripBase ? "(monitor's strip)" : session.place(event.pc)).padded(20) + "  "
                + event.text
        }
    }

    package var text: String { lines.isEmpty ? "nothing has happened yet" : lines.joined(separator: "\n") }
}

/// What the guest has written to its console, or to its display.
package struct LinesView: View {
    package let lines: [String]
    package var text: String { lines.joined(separator: "\n") }

    package init(console bytes: [UInt8]) {
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).printable
        }
        if lines.last == "" { lines.removeLast() }
        self.lines = lines.isEmpty ? ["(nothing yet)"] : lines
    }

    package init(display lines: [String]) {
        var lines = lines
        while lines.last == "" { lines.removeLast() }
        self.lines = lines.isEmpty ? ["(the display is blank)"] : lines
    }
}
