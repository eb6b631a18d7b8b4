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
        var readings: [DeviceReading] = []
        for place in bus.places {
            for register in place.description.registers where register.access != .write {
                let name = "\(place.description.name)_\(register.name)"
                // Arrays of registers in memory are read a word at a time.
                let isPort = place.description.space == .ports
                let size = isPort ? register.count : register.count * register.width.rawValue
                let offsets = Array(stride(from: 0, to: size, by: isPort ? 1 : 4))
                let width: Width = isPort || size >= 4 ? .word : register.width
                let values = place.readings(at: offsets.map { register.offset + $0 }, width, now: now, memory: memory)
                readings += zip(offsets, values).map { DeviceReading(register: name, index: $0, value: $1) }
            }
        }
        var probe = BusProbe(bus, now: now, memory: memory)
        return readings + inService(&probe)
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
