/// A copy of a bus to try accesses to ports on, without the machine noticing.
package struct BusProbe: ~Copyable {
    private var bus: Bus
    private let now: UInt64
    private let memory: PhysicalMemory

    /// `now` is the clock that the devices see, in ticks. The memory is for DMA, which no access starts at once.
    package init(_ bus: Bus, now: UInt64, memory: PhysicalMemory) {
        self.bus = bus
        self.now = now
        self.memory = memory
    }

    package mutating func readPort(_ port: UInt16) -> UInt32 {
        var context = DeviceContext(now: now, memory: memory, map: nil)
        return bus.readPort(port, &context)
    }

    package mutating func writePort(_ port: UInt16, _ value: UInt32) {
        var context = DeviceContext(now: now, memory: memory, map: nil)
        bus.writePort(port, value, &context)
    }
}

extension Bus.Place {
    /// What reading registers of the device would give, one after the other; tried on a copy.
    package func readings(at offsets: [UInt32], _ width: Width, now: UInt64, memory: PhysicalMemory) -> [UInt32] {
        var context = DeviceContext(now: now, memory: memory, map: nil)
        var device = device
        return offsets.map { device.read($0, width, &context) }
    }
}
