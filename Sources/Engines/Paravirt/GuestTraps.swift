import ISA
import Machine
import VMM

/// Where a paravirtual guest wants its traps and events.
struct GuestTraps: Sendable {
    struct Handler: Sendable {
        var address: UInt32
        var bits: UInt32

        var isPresent: Bool { bits & Gate.present != 0 }
        func admits(ring: UInt8) -> Bool { UInt32(ring) <= bits >> Gate.callerShift & 3 }
    }

    /// By vector.
    var gates = [Handler](repeating: Handler(address: 0, bits: 0), count: Architecture.vectorCount)
    var kernelStack: UInt32 = 0
    /// 0: none.
    var callback: UInt32 = 0

    /// Whether a gate of the processor's can lead straight to the handler; not if the hypervisor has something to do on the way:
    /// masking events, or telling its own vectors from software's.
    static func isDirect(_ vector: Int, _ handler: Handler) -> Bool {
        vector >= ParavirtualInterface.firstDirectVector && handler.isPresent && handler.admits(ring: 3)
            && handler.bits & Gate.keepInterrupts != 0
    }
}

extension Hypervisor {
    // MARK: Traps

    /// Delivers a fault or trap to the guest's handler; without one the guest has come to its end.
    mutating func deliver(_ fault: Fault, at address: UInt32? = nil, on host: inout Host) {
        var fault = fault
        fault.address = address
        let handler = traps.gates[Int(fault.vector)]
        if monitor.machine.cpu.ring > 1, traps.kernelStack == 0 { return crash(.noStack(0, isKernelStack: true), on: &host) }
        guard handler.isPresent else { return crash(.noGate(fault), on: &host) }
        enterHandler(handler, error: fault.error, returnTo: monitor.machine.cpu.pc, on: &host)
    }

    /// `int` or `brk`, by way of the hypervisor.
    mutating func softwareInterrupt(_ vector: UInt8, on host: inout Host) {
        let handler = traps.gates[Int(vector)]
        let refusal: ProtectionCause? =
            handler.isPresent ? handler.admits(ring: monitor.machine.cpu.ring) ? nil : .gateRing : .gateAbsent
        if let refusal {
            let error = UInt32(refusal.rawValue) | UInt32(vector) << 8
            return deliver(Fault(vector: Vector.protection.rawValue, error: error), on: &host)
        }
        // The instruction is done, if the frame can be pushed.
        let ring = monitor.machine.cpu.ring
        enterHandler(handler, error: 0, returnTo: monitor.machine.cpu.pc &+ 4, on: &host)
        if stop == nil { monitor.carriedOut(byRing: ring, on: &host) }
    }

    private static let frameWords = UInt64(Frame.size / 4)

    /// Pushes a frame for the guest's kernel, and has it go on at a handler.
    private mutating func enterHandler(
        _ handler: GuestTraps.Handler, error: UInt32, returnTo pc: UInt32, isDouble: Bool = false, on host: inout Host
    ) {
        host.charge(.inject)
        host.charge(.guestReference, count: Self.frameWords)
        let cpu = monitor.machine.cpu
        let fresh = cpu.ring > 1 || handler.bits & Gate.freshStack != 0
        let top = fresh ? traps.kernelStack : cpu.sp
        let masked = shared(.eventsMasked, on: &host) != 0
        let flags =
            cpu.arithmetic.bits | (cpu.trace ? Flags.trace : 0) | (masked ? 0 : Flags.interrupt)
            | UInt32(cpu.ring) << Flags.ringShift
        guard host.writeGuest([pc, flags, cpu.sp, error], below: top, ring: 1) else {
            // As on the hardware, a double fault may have a stack of its own; and as there, it is the last resort.
            let doubleFault = traps.gates[Int(Vector.doubleFault.rawValue)]
            guard !isDouble, doubleFault.isPresent else { return crash(.noStack(top, isKernelStack: fresh), on: &host) }
            return enterHandler(doubleFault, error: 0, returnTo: cpu.pc, isDouble: true, on: &host)
        }
        if handler.bits & Gate.keepInterrupts == 0 { setShared(.eventsMasked, 1, on: &host) }
        monitor.machine.cpu.sp = top &- Frame.size
        monitor.machine.cpu.ring = 1
        monitor.machine.cpu.trace = false
        monitor.machine.cpu.pc = handler.address
    }

    /// Takes over the guest's trap table. Nothing has changed if it throws.
    mutating func setTrapTable(_ address: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard address % Architecture.gateSize == 0 else { throw .invalid }
        var gates: [GuestTraps.Handler] = []
        for vector in 0..<UInt32(Architecture.vectorCount) {
            let place = address &+ vector * Architecture.gateSize
            let handler = try read(place, on: &host)
            let bits = try read(place &+ 4, on: &host)
            if bits & Gate.present != 0, bits & ~Gate.all != 0 || bits >> Gate.targetShift & 3 != 1 { throw .invalid }
            gates.append(GuestTraps.Handler(address: handler, bits: bits))
        }
        traps.gates = gates
        for (vector, handler) in gates.enumerated() {
            host.charge(.guestReference)
            if GuestTraps.isDirect(vector, handler) {
                MonitorMemory.setGate(vector, handler.address, handler.bits, on: &host)
            } else {
                MonitorMemory.closeGate(vector, on: &host)
            }
        }
    }

    mutating func setKernelStack(_ sp: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard sp & 3 == 0 else { throw .invalid }
        traps.kernelStack = sp
        host.setStackOfRing1(sp)
    }

    /// Takes back the frame at the guest's sp.
    mutating func returnFromTrap(on host: inout Host) throws(HypercallStatus) {
        var frame = InlineArray<4, UInt32>(repeating: 0)
        for index in frame.indices {
            frame[index] = try read(monitor.machine.cpu.sp &+ 4 * UInt32(index), on: &host)
        }
        let ring = UInt8(frame[1] >> Flags.ringShift & 3)
        guard ring == 1 || ring == 3 else { throw .invalid }
        monitor.machine.cpu.pc = frame[0]
        monitor.machine.cpu.arithmetic = ArithmeticFlags(bits: frame[1])
        monitor.machine.cpu.trace = frame[1] & Flags.trace != 0
        monitor.machine.cpu.sp = frame[2]
        monitor.machine.cpu.ring = ring
        setShared(.eventsMasked, frame[1] & Flags.interrupt == 0 ? 1 : 0, on: &host)
    }

    // MARK: Events

    /// Something has happened that the guest may want to know.
    mutating func raise(_ channel: EventChannel, on host: inout Host) {
        counters.events &+= 1
        setSharedByte(.pending, channel.rawValue, 1, on: &host)
        guard sharedByte(.masked, channel.rawValue, on: &host) == 0 else { return }
        setShared(.eventsPending, 1, on: &host)
        isBlocked = false
    }

    private func setSharedByte(_ place: SharedInfo, _ channel: UInt32, _ value: UInt32, on host: inout Host) {
        let word = shared(place, at: channel & ~3, on: &host)
        setShared(place, at: channel & ~3, word.with(byte: value, at: channel), on: &host)
    }

    /// Has the guest's callback called, if an event has come that it can take. Returns whether it is on its way.
    mutating func deliverEvent(on host: inout Host) -> Bool {
        guard traps.callback != 0, shared(.eventsPending, on: &host) != 0, shared(.eventsMasked, on: &host) == 0 else {
            return false
        }
        counters.callbacks &+= 1
        let callback = GuestTraps.Handler(address: traps.callback, bits: Gate.present)
        enterHandler(callback, error: 0, returnTo: monitor.machine.cpu.pc, on: &host)
        return true
    }

    /// Unmasks events; the guest then waits for one, unless one has come.
    mutating func block(on host: inout Host) {
        setShared(.eventsMasked, 0, on: &host)
        isBlocked = shared(.eventsPending, on: &host) == 0
    }

    /// The event of the guest's timer is to come at a time of the guest's, or never.
    mutating func setTimer(_ time: UInt64, on host: inout Host) {
        let (due, overflows) = time.addingReportingOverflow(startTick)
        timerDue = time == 0 ? nil : overflows ? .max : due
        armTimer(on: &host)
    }

    private func armTimer(on host: inout Host) {
        host.writePort(VirtualDevices.port("TIMER_STATUS"), 1)
        if let timerDue {
            let now = host.now
            host.writePort(VirtualDevices.port("TIMER_PERIOD"), UInt32(clamping: timerDue > now ? timerDue - now : 0))
        }
        host.writePort(VirtualDevices.port("TIMER_CONTROL"), timerDue == nil ? 0 : 1)
    }

    /// The host's timer has interrupted.
    mutating func timerExpired(on host: inout Host) {
        host.writePort(VirtualDevices.port("TIMER_STATUS"), 1)
        publishTime(on: &host)
        guard let due = timerDue else { return }
        // The host's timer counts 32 bits; the guest's time has more.
        guard due <= host.now else { return armTimer(on: &host) }
        timerDue = nil
        raise(.timer, on: &host)
    }

    // MARK: The host's devices

    /// Serves those that ask for it, after an interrupt.
    mutating func serveDevices(on host: inout Host) {
        let lines = host.readPort(VirtualDevices.port("PIC_PENDING"))
        func isAsserted(_ line: String) -> Bool { lines & 1 << VirtualDevices.place(line) != 0 }
        if isAsserted("TIMER_LINE") { timerExpired(on: &host) }
        if isAsserted("CONSOLE_LINE") { takeInput(on: &host) }
        if isAsserted("DISK_LINE") { diskIsDone(on: &host) }
        host.writePort(VirtualDevices.port("PIC_EOI"), 0)
    }
}
