import ISA
import Machine
import VMM

// What each hypercall does. What the guest is told of them is in `Hypercall.row`.
extension Hypervisor {
    /// Serves the call with the arguments in the guest's registers.
    mutating func hypercall(_ number: UInt16, on host: inout Host) {
        host.charge(.hypercall)
        let arguments = monitor.machine.cpu.registers
        guard let call = Hypercall(rawValue: number) else {
            counters.refusedCalls &+= 1
            monitor.machine.cpu.registers[0] = HypercallStatus.unknown.word
            return
        }
        counters.calls[Int(number)] &+= 1
        do throws(HypercallStatus) {
            try perform(call, arguments[1], arguments[2], arguments[3], on: &host)
            // A frame has been taken back: the registers are those of what is returned to.
            if call != .iret { monitor.machine.cpu.registers[0] = HypercallStatus.done.word }
        } catch {
            counters.refusedCalls &+= 1
            refusedCall = CrashReport.RefusedCall(call: call, status: error, pc: monitor.machine.cpu.pc)
            monitor.machine.cpu.registers[0] = error.word
        }
    }

    private mutating func perform(
        _ call: Hypercall, _ r1: UInt32, _ r2: UInt32, _ r3: UInt32, on host: inout Host
    ) throws(HypercallStatus) {
        switch call {
        case .setTrapTable: try setTrapTable(r1, on: &host)
        case .setKernelStack: try setKernelStack(r1, on: &host)
        case .setEventCallback:
            guard r1 & 3 == 0 else { throw .invalid }
            traps.callback = r1
        case .iret: try returnFromTrap(on: &host)

        case .updateTables: try updateTables(r1, count: r2, on: &host)
        case .updateMapping:
            guard r3 <= 1 else { throw .invalid }
            try paging.updateMapping(r1, to: r2, on: &host)
            if r3 == 1 { host.invalidatePage(r1) }
        case .pin: try paging.pin(r1, level: r2, on: &host)
        case .unpin: try paging.unpin(r1, on: &host)
        case .setTableBase: try paging.setTableBase(r1, on: &host)
        case .flushTLB: paging.flush(on: &host)
        case .flushPage: host.invalidatePage(r1)
        case .releaseFrame: try releaseFrame(r1, on: &host)
        case .claimFrame: try claimFrame(r1, on: &host)

        case .setTimer: setTimer(UInt64(r2) << 32 | UInt64(r1), on: &host)
        case .block: block(on: &host)
        // There is no other guest, yet.
        case .yield: break
        case .shutdown:
            printOutput(on: &host)
            stop = .powerOff(code: UInt8(truncatingIfNeeded: r1))

        case .consoleWrite: try write(r1, count: r2, on: &host)
        case .connectRing: try connectRing(r1, grant: r2, on: &host)
        case .disconnectRing: try disconnectRing(r1, on: &host)
        case .revokeGrant: try revokeGrant(r1, on: &host)
        case .sendEvent: try sendEvent(r1, on: &host)
        }
    }

    /// The first update that is refused ends the call; the guest learns how many were done.
    ///
    /// An interrupt breaks it off. Then the guest executes its `hcall` once more, with the rest of the list in its registers.
    private mutating func updateTables(_ list: UInt32, count: UInt32, on host: inout Host) throws(HypercallStatus) {
        var before: UInt32 = 0
        if let left = brokenOff, (left.pc, left.list, left.count) == (monitor.machine.cpu.pc, list, count) {
            before = left.done
            brokenOff = nil
        }
        monitor.machine.cpu.registers[1] = before
        guard count <= ParavirtualInterface.maximumUpdates else { throw .invalid }
        for number in 0..<count {
            let place = list &+ 8 * number
            if number > 0, host.interruptIsDue {
                return breakOff(
                    BrokenOffUpdates(pc: monitor.machine.cpu.pc, list: place, count: count - number, done: before + number))
            }
            let entry = try read(place, on: &host)
            let value = try read(place &+ 4, on: &host)
            try paging.update(entry, to: value, on: &host)
            monitor.machine.cpu.registers[1] = before + number + 1
        }
    }

    private mutating func breakOff(_ rest: BrokenOffUpdates) {
        brokenOff = rest
        monitor.machine.cpu.registers[1] = rest.list
        monitor.machine.cpu.registers[2] = rest.count
        monitor.machine.cpu.pc = rest.pc &- 4
    }

    // MARK: Frames given back

    private mutating func releaseFrame(_ page: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard page < map.size >> 12 else { throw .invalid }
        let frame = sharedWord(MonitorMemory.frameOfPage << 12 + page * 4, on: &host)
        guard frame != ParavirtualInterface.none else { throw .invalid }
        try paging.release(frame, on: &host)
        freeFrames.append(frame)
        setSharedWord(MonitorMemory.frameOfPage << 12 + page * 4, ParavirtualInterface.none, on: &host)
        setSharedWord(MonitorMemory.pageOfFrame << 12 + frame * 4, ParavirtualInterface.none, on: &host)
        map.setFrame(of: page, to: nil)
    }

    private mutating func claimFrame(_ page: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard page < map.size >> 12,
            sharedWord(MonitorMemory.frameOfPage << 12 + page * 4, on: &host) == ParavirtualInterface.none
        else { throw .invalid }
        guard let frame = freeFrames.popLast() else { throw .exhausted }
        paging.claim(frame)
        host.charge(.guestReference, count: MonitorMemory.linesOfPage)
        host.clearMonitorPage(frame: frame)
        setSharedWord(MonitorMemory.frameOfPage << 12 + page * 4, frame, on: &host)
        setSharedWord(MonitorMemory.pageOfFrame << 12 + frame * 4, page, on: &host)
        map.setFrame(of: page, to: frame)
    }
}
