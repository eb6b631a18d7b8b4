import ISA
import Machine
import VMM

/// How an address gets to the host's memory: entry by entry, through the guest's tables and the monitor's.
package struct WalkView: View {
    package let address: UInt32
    package let guest: [WalkStep]
    @Nullable package private(set) var guestPhysical: UInt32?
    /// Of the shadow tables, or the nested ones; empty on bare metal.
    package let monitor: [WalkStep]
    @Nullable package private(set) var hostPhysical: UInt32?
    /// References to memory that the processor makes where the TLB has nothing, and what they cost.
    package let references: Int
    package let cycles: UInt64
    package let addressing: String
    package let inTLB: Bool

    package init(_ session: Session, _ address: UInt32) {
        self.address = address
        let (guestSteps, target) = session.guestWalk(address)
        guest = guestSteps
        var monitorSteps: [WalkStep] = []
        var (host, count): (UInt32?, Int)
        switch session.engine.addressing(session.host) {
        case .own:
            addressing = session.pagesDirectly ? "direct" : "own"
            (host, count) = (target, guestSteps.count)
        case .shadow(let root):
            addressing = "shadow"
            (monitorSteps, host) = session.hostWalk(address, directory: root, named: "shadow")
            count = monitorSteps.count
        case .nested(let root):
            addressing = "nested"
            let places = guestSteps.map { ($0.place, "the \($0.level)") } + (target.map { [($0, "the page")] } ?? [])
            host = nil
            for (place, what) in places {
                let (steps, found) = session.nestedWalk(place, directory: root, of: what)
                monitorSteps += steps
                host = found
            }
            if target == nil { host = nil }
            count = guestSteps.count + monitorSteps.count
        }
        monitor = monitorSteps
        references = count
        cycles = UInt64(count) * session.host.walkReferenceCycles
        inTLB = session.host.tlb.contents.contains { $0.page == address >> 12 }
        guestPhysical = target
        hostPhysical = host
    }

    package var text: String {
        var lines =
            guest.isEmpty ? ["the guest does not use page tables: \(hex(address)) is its physical address"] : guest.map(Self.line)
        if !guest.isEmpty {
            lines.append(
                guestPhysical.map { "\(hex(address)) leads to \(physicalName) \(hex($0))" }
                    ?? "\(hex(address)) leads nowhere: a page fault")
        }
        if !monitor.isEmpty {
            lines += monitor.map(Self.line)
            if guestPhysical != nil {
                lines.append(
                    hostPhysical.map { "in the host's memory: \(hex($0))" }
                        ?? "the \(addressing) tables do not have it yet: a hidden fault, for the monitor to fill it in")
            }
        }
        let held = inTLB ? "; the TLB has the page, so they are not made" : ""
        lines.append("a walk makes \(references) references to memory, \(cycles) cycles\(held)")
        return lines.joined(separator: "\n")
    }

    private var physicalName: String { addressing == "direct" ? "machine address" : "guest-physical" }

    private static func line(_ step: WalkStep) -> String {
        "  " + step.level.padded(41) + "[\(hex(step.place))]".padded(14) + hex(step.entry).padded(12) + step.rights
    }
}

private func hex(_ value: UInt32) -> String { Decoded.hexadecimal(value) }

/// What the TLB holds now.
package struct TLBView: View {
    package struct Row: Encodable, Sendable {
        package let page: UInt32
        package let frame: UInt32
        package let writable: Bool
        package let ring: UInt8
        package let dirty: Bool
        package let vpid: UInt16
    }
    package let capacity: Int
    package let entries: [Row]
    package let misses: UInt64
    package let flushes: UInt64

    package init(_ session: Session) {
        let tlb = session.host.tlb
        capacity = tlb.capacity
        entries = tlb.contents.map {
            Row(
                page: $0.page << 12, frame: $0.frame << 12, writable: $0.writable && $0.hostWritable, ring: $0.ring,
                dirty: $0.dirty,
                vpid: $0.space.vpid)
        }
        (misses, flushes) = (session.host.counters.tlbMisses, session.host.counters.tlbFlushes)
    }

    package var text: String {
        let head = "\(entries.count) of \(capacity) entries; \(misses.grouped) misses and \(flushes.grouped) flushes so far"
        return
            ([head]
            + entries.map {
                "  " + hex($0.page).padded(12) + "-> " + hex($0.frame).padded(12) + ($0.writable ? "rw" : "r-")
                    + " ring \($0.ring)" + ($0.dirty ? " D" : "") + ($0.vpid == 0 ? "" : " vpid \($0.vpid)")
            }).joined(separator: "\n")
    }
}

/// A whole address space: neighbouring pages with the same rights in one line.
package struct MapView: View {
    package struct Row: Encodable, Sendable {
        package let first: UInt32
        package let last: UInt32
        package let target: UInt32
        package let rights: String
    }
    package let tables: String
    package let rows: [Row]

    package enum Tables: String, CaseIterable, Sendable { case guest, shadow, nested }

    package init(_ session: Session, _ tables: Tables) throws(UserError) {
        self.tables = tables.rawValue
        let cpu = session.guestCPU
        switch (tables, session.engine.addressing(session.host)) {
        case (.guest, _):
            rows = cpu.pagingEnabled ? Self.rows(cpu[.cr3], nested: false) { session.tableWord(at: $0) } : []
        case (.shadow, .shadow(let root)): rows = Self.rows(root, nested: false) { session.host.memory.readWord(at: $0) }
        case (.nested, .nested(let root)): rows = Self.rows(root, nested: true) { session.host.memory.readWord(at: $0) }
        case (_, let addressing):
            throw UserError(
                .usage, "map: \(session.options.engine) has no \(tables.rawValue) tables (its addressing: \(Self.name(addressing)))"
            )
        }
    }

    private static func name(_ addressing: Addressing) -> String {
        switch addressing {
        case .own: "the guest's own tables"
        case .shadow: "shadow"
        case .nested: "nested"
        }
    }

    private static func rows(_ directory: UInt32, nested: Bool, _ read: (UInt32) -> UInt32?) -> [Row] {
        let present = nested ? NestedPTE.readable : PTE.present
        var rows: [Row] = []
        for slot in UInt32(0)..<1024 {
            guard let upper = read(directory & PTE.frame + slot * 4), upper & present != 0 else { continue }
            for index in UInt32(0)..<1024 {
                guard let entry = read(upper & PTE.frame + index * 4), entry & present != 0 else { continue }
                let page = slot << 22 | index << 12
                add(
                    Row(first: page, last: page | 0xfff, target: entry & PTE.frame, rights: rights(upper, entry, nested)), to: &rows
                )
            }
        }
        return rows
    }

    /// Both levels must allow an access.
    private static func rights(_ upper: UInt32, _ entry: UInt32, _ nested: Bool) -> String {
        if nested { return PTE.nestedText(upper & entry) }
        let writable = upper & entry & PTE.writable != 0
        let ring = min(upper & PTE.ringMask, entry & PTE.ringMask) >> PTE.ringShift
        return (writable ? "rw" : "r-") + " ring \(ring)"
    }

    private static func add(_ row: Row, to rows: inout [Row]) {
        guard let last = rows.last, last.last &+ 1 == row.first, last.rights == row.rights else { return rows.append(row) }
        guard last.target &+ (last.last - last.first) &+ 1 == row.target else { return rows.append(row) }
        rows[rows.count - 1] = Row(first: last.first, last: row.last, target: last.target, rights: row.rights)
    }

    package var text: String {
        if rows.isEmpty { return tables == "guest" ? "the guest does not use page tables" : "nothing is mapped" }
        let shown = rows.prefix(200).map {
            "  " + "\(hex($0.first))-\(hex($0.last))".padded(24) + "-> " + hex($0.target).padded(12) + $0.rights
        }
        let rest = rows.count > 200 ? ["  and \(rows.count - 200) more"] : []
        return (["\(tables) tables"] + shown + rest).joined(separator: "\n")
    }
}
