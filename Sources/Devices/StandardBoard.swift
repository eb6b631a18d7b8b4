import ISA
import Machine

/// Where the standard devices are. Guests, the assembler's symbols and the help all take places from here.
package enum StandardBoard {
    package static let ramSize = 16 << 20

    /// The devices at reset, timed as the host model has it. A network card will be one more line.
    package static func bus(for model: HostModel?, disk: [UInt8]? = nil) -> Bus {
        bus(
            disk: Disk(
                contents: disk ?? Disk.labelled, requestTicks: model?.diskRequestTicks ?? 0,
                sectorTicks: model?.diskSectorTicks ?? 0))
    }

    /// The same devices for a virtual machine, whose disk is the host's.
    package static func virtualBus(diskCapacity: UInt32) -> Bus { bus(disk: Disk(remoteCapacity: diskCapacity)) }

    private static func bus(disk: Disk) -> Bus {
        var bus = Bus()
        bus.attach(InterruptController(), at: 0x20)
        bus.attach(IntervalTimer(), at: 0x40, line: 0)
        bus.attach(Console(), at: 0x10, line: 1)
        bus.attach(Power(), at: 0x60)
        bus.attach(TextDisplay(), at: 0xf000_0000)
        bus.attach(disk, at: 0xf000_1000, line: 2)
        return bus
    }
}

extension Bus {
    /// The name of each device register and its port or physical address, and each device's line, by name: `CONSOLE_DATA`, `TIMER_LINE`.
    package var symbols: [String: UInt32] {
        var symbols: [String: UInt32] = [:]
        for place in places {
            for register in place.description.registers {
                symbols["\(place.description.name)_\(register.name)"] = place.base + register.offset
            }
            if let line = place.line { symbols["\(place.description.name)_LINE"] = UInt32(line) }
        }
        return symbols
    }
}
