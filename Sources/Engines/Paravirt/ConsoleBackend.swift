import ISA
import Machine
import VMM

/// How far the hypervisor has come with the console's rings. The page says the same, but the guest can write there.
struct ConsoleBackend: Sendable {
    var printed: UInt32 = 0
    var received: UInt32 = 0
    /// Input waits at the host's console for room in the ring.
    var isFull = false
}

extension Hypervisor {
    private var page: UInt32 { MonitorMemory.consoleRing << 12 }

    private func counter(_ place: ConsoleRing, on host: borrowing Host) -> UInt32 { host.monitorWord(page + place.rawValue) }

    private func byte(_ place: ConsoleRing, _ index: UInt32, on host: borrowing Host) -> UInt32 {
        host.monitorWord(page + place.rawValue + index & ~3).byte(at: index)
    }

    private func print(_ byte: UInt32, on host: inout Host) {
        host.writePort(VirtualDevices.port("CONSOLE_DATA"), byte)
    }

    /// Prints what is in the ring. A guest that claims more than the ring holds gets the ring's contents.
    mutating func printOutput(on host: inout Host) {
        let produced = counter(.outputProduced, on: host)
        if produced &- console.printed > ConsoleRing.outputSize { console.printed = produced &- ConsoleRing.outputSize }
        while console.printed != produced {
            host.charge(.guestReference)
            print(byte(.output, console.printed % ConsoleRing.outputSize, on: host), on: &host)
            console.printed &+= 1
        }
        setSharedWord(page + ConsoleRing.outputConsumed.rawValue, console.printed, on: &host)
    }

    /// Moves input from the host's console to the ring, as far as there is room; while there is none, the host's must wait.
    mutating func takeInput(on host: inout Host) {
        host.charge(.deviceModel)
        let start = console.received
        let consumed = counter(.inputConsumed, on: host)
        var waits = host.readPort(VirtualDevices.port("CONSOLE_STATUS")) & 1 != 0
        while waits, console.received &- consumed < ConsoleRing.inputSize {
            let byte = host.readPort(VirtualDevices.port("CONSOLE_DATA"))
            let index = console.received % ConsoleRing.inputSize
            let place = page + ConsoleRing.input.rawValue + index & ~3
            setSharedWord(place, host.monitorWord(place).with(byte: byte, at: index), on: &host)
            console.received &+= 1
            waits = host.readPort(VirtualDevices.port("CONSOLE_STATUS")) & 1 != 0
        }
        if waits != console.isFull {
            host.writePort(VirtualDevices.port("CONSOLE_CONTROL"), waits ? 0 : 1)
            console.isFull = waits
        }
        guard console.received != start else { return }
        setSharedWord(page + ConsoleRing.inputProduced.rawValue, console.received, on: &host)
        raise(.console, on: &host)
    }

    /// The hypercall that prints without a ring.
    mutating func write(_ address: UInt32, count: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard count <= Architecture.pageSize else { throw .invalid }
        var bytes: [UInt8] = []
        for index in 0..<count {
            host.charge(.guestReference)
            guard let byte = host.readGuestByte(address &+ index, ring: 1) else { throw .fault }
            bytes.append(byte)
        }
        for byte in bytes { print(UInt32(byte), on: &host) }
    }
}
