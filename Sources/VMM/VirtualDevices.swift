import Devices
import ISA
import Machine

/// The back ends of a guest's devices: what the monitor does to the host's devices so that the guest's do what they promise.
///
/// The guest's devices are the same models as the host's, on a bus of their own. Their output goes to the host's devices at
/// once; their input and their delays come back by the host's interrupts.
package struct VirtualDevices: Sendable {
    /// Where the host's devices are: the standard board's places.
    private static let symbols = StandardBoard.bus(for: nil, disk: []).symbols
    package static func place(_ name: String) -> UInt32 { symbols[name]! }
    package static func port(_ name: String) -> UInt16 { UInt16(place(name)) }

    /// How much of the guest's console output the host's console has.
    private var forwardedOutput = 0
    /// When the host's timer will interrupt for the guest's; `nil` while it is not armed.
    private var armed: UInt64?

    /// Lets the host's devices interrupt.
    package mutating func start(on host: inout Host) {
        host.writePort(Self.port("PIC_MASK"), ~0b111 & 0xffff)
        host.writePort(Self.port("CONSOLE_CONTROL"), 1)
        host.writeDevice(Self.place("DISK_CONTROL"), 1)
    }

    // MARK: From the guest to the host

    /// After the guest has reached one of its devices: does what that means for the host's.
    mutating func follow(_ machine: inout VirtualMachine, _ writes: [Host.DeviceWrite], on host: inout Host) {
        host.charge(.deviceModel)
        forwardOutput(machine, on: &host)
        for write in writes where TextDisplay.covers(write.address &- Self.place("DISPLAY_CELLS")) {
            host.writeDevice(write.address, write.value, width: write.width)
        }
        if let request = machine.bus.modify(Disk.self, { $0.takeRequest() }) ?? nil { start(request, machine.map, on: &host) }
        armTimer(for: machine, on: &host)
    }

    private mutating func forwardOutput(_ machine: VirtualMachine, on host: inout Host) {
        guard let output = machine.bus.first(Console.self)?.output, output.count > forwardedOutput else { return }
        for byte in output[forwardedOutput...] { host.writePort(Self.port("CONSOLE_DATA"), UInt32(byte)) }
        forwardedOutput = output.count
    }

    /// The guest's buffer, in one piece for the guest, is a list of pages for the host's disk.
    private func start(_ request: Disk.Request, _ map: GuestPhysicalMap, on host: inout Host) {
        // What lies outside the guest's RAM must lie outside the host's.
        let pages = request.pages.map { map.offset(of: $0).map { UInt32($0) } ?? PTE.frame }
        Self.startDisk(
            command: request.command, sector: request.sector, count: request.count, offset: request.offset, pages: pages,
            on: &host)
    }

    /// Has the host's disk carry out a request, whose buffer begins at an offset of the first of the pages.
    package static func startDisk(
        command: UInt32, sector: UInt32, count: UInt32, offset: UInt32, pages: [UInt32], on host: inout Host
    ) {
        let list = MonitorMemory.transferList << 12
        for (index, page) in pages.enumerated() {
            host.charge(.guestReference)
            host.setMonitorWord(list + UInt32(index) * 4, page)
        }
        host.writeDevice(place("DISK_SECTOR"), sector)
        host.writeDevice(place("DISK_ADDRESS"), offset)
        host.writeDevice(place("DISK_COUNT"), count)
        host.writeDevice(place("DISK_LIST"), list)
        host.writeDevice(place("DISK_COMMAND"), command)
    }

    /// The host's timer is set to the next event of the guest's devices.
    ///
    /// Not sooner than `delay` from now. Real world: monitors throttle a guest's timer, too, or serving it would be all they do.
    private mutating func armTimer(for machine: VirtualMachine, delay: UInt64 = 0, on host: inout Host) {
        let due = machine.bus.nextEvent
        guard due != armed ?? .max else { return }
        armed = due == .max ? nil : due
        guard due != .max else {
            host.writePort(Self.port("TIMER_CONTROL"), 0)
            return
        }
        let now = host.accessTick ?? host.now
        host.writePort(Self.port("TIMER_PERIOD"), UInt32(clamping: max(delay, due > now ? due - now : 0)))
        host.writePort(Self.port("TIMER_CONTROL"), 1)
    }

    // MARK: From the host to the guest

    /// Serves the host's devices that ask for it, after one of them has interrupted.
    mutating func serve(_ machine: inout VirtualMachine, on host: inout Host) {
        let start = host.now
        let lines = host.readPort(Self.port("PIC_PENDING"))
        if lines & 1 << Self.place("TIMER_LINE") != 0 {
            host.writePort(Self.port("TIMER_STATUS"), 1)
            armed = nil
            host.advanceDevices(of: &machine)
            host.charge(.deviceModel)
        }
        if lines & 1 << Self.place("CONSOLE_LINE") != 0 {
            var bytes: [UInt8] = []
            while host.readPort(Self.port("CONSOLE_STATUS")) & 1 != 0 {
                bytes.append(UInt8(truncatingIfNeeded: host.readPort(Self.port("CONSOLE_DATA"))))
            }
            _ = machine.bus.modify(Console.self) { $0.send(bytes) }
            host.charge(.deviceModel)
        }
        if lines & 1 << Self.place("DISK_LINE") != 0 {
            let failed = host.readDevice(Self.place("DISK_STATUS")) & 4 != 0
            host.writeDevice(Self.place("DISK_STATUS"), 6)
            _ = machine.bus.modify(Disk.self) { $0.complete(failed: failed) }
            host.charge(.deviceModel)
        }
        host.writePort(Self.port("PIC_EOI"), 0)
        // The guest gets at least as long as serving it took.
        armTimer(for: machine, delay: 2 * (host.now - start), on: &host)
    }
}
