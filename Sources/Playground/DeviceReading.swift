import Machine

/// What a guest would read in a device's register. Two devices whose registers all read alike are the same to a guest,
/// whatever lies behind them.
package struct DeviceReading: Hashable, Sendable {
    private let register: String
    /// Which of several registers of the name: ports by number, memory by byte.
    private let index: UInt32
    package let value: UInt32

    package var name: String { index == 0 ? register : "\(register)+\(index)" }

    /// Every register that can be read, and the vectors in service below the newest, which alone can be read.
    package static func all(of bus: Bus, now: UInt64, memory: PhysicalMemory) -> [DeviceReading] {
        var probe = BusProbe(bus, now: now, memory: memory)
        var readings: [DeviceReading] = []
        for place in bus.places {
            for register in place.description.registers where register.access != .write {
                let name = "\(place.description.name)_\(register.name)"
                readings +=
                    place.description.space == .ports
                    ? ports(register, name, place.base, &probe) : cells(register, name, place.base, &probe)
            }
        }
        return readings + inService(&probe)
    }

    private static func ports(
        _ register: DeviceDescription.Register, _ name: String, _ base: UInt32, _ probe: inout BusProbe
    ) -> [DeviceReading] {
        var readings: [DeviceReading] = []
        for index in 0..<register.count {
            let value = probe.readPort(UInt16(truncatingIfNeeded: base + register.offset + index))
            readings.append(DeviceReading(register: name, index: index, value: value))
        }
        return readings
    }

    /// Arrays of registers are read a word at a time.
    private static func cells(
        _ register: DeviceDescription.Register, _ name: String, _ base: UInt32, _ probe: inout BusProbe
    ) -> [DeviceReading] {
        let bytes = register.count * register.width.rawValue
        var readings: [DeviceReading] = []
        for offset in stride(from: 0, to: bytes, by: 4) {
            let value = probe.readMemory(base + register.offset + offset, bytes < 4 ? register.width : .word)
            readings.append(DeviceReading(register: name, index: offset, value: value))
        }
        return readings
    }

    /// Ends one interrupt after the other, to see what is below.
    private static func inService(_ probe: inout BusProbe) -> [DeviceReading] {
        guard let service = GuestFile.symbols["PIC_SERVICE"], let end = GuestFile.symbols["PIC_EOI"] else { return [] }
        var readings: [DeviceReading] = []
        // One of each class can be in service; the bound only keeps a wrong controller from holding us here.
        for depth in 1...UInt32(16) {
            probe.writePort(UInt16(end), 0)
            let vector = probe.readPort(UInt16(service))
            guard vector != ~0 else { break }
            readings.append(DeviceReading(register: "PIC_SERVICE below", index: depth, value: vector))
        }
        return readings
    }
}
