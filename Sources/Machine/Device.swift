import ISA

/// How much a load or store moves.
package enum Width: UInt32, Sendable {
    case byte = 1, half = 2, word = 4
    /// All ones in this width: what a read of nothing gives.
    package var ones: UInt32 { self == .word ? ~0 : 1 << (rawValue * 8) - 1 }
}

/// A device as a value: copying it is a snapshot of it. It is handed offsets into its own registers or memory and never
/// learns where the bus has put it.
package protocol Device: Sendable {
    var description: DeviceDescription { get }

    /// `offset` and `width` lie within the device's size; ports are numbered by offset and are always a word wide.
    mutating func read(_ offset: UInt32, _ width: Width, _ context: inout DeviceContext) -> UInt32
    mutating func write(_ offset: UInt32, _ width: Width, _ value: UInt32, _ context: inout DeviceContext)

    /// Whether it asserts its interrupt line.
    var interruptRequested: Bool { get }

    /// When it next does something by itself, in clock ticks.
    var nextEvent: UInt64? { get }
    /// Does what is due at `context.now`.
    mutating func advance(_ context: inout DeviceContext)
}

extension Device {
    package var interruptRequested: Bool { false }
    package var nextEvent: UInt64? { nil }
    package mutating func advance(_ context: inout DeviceContext) {}
}

/// The device that collects the others' lines and tells the CPU which vector to take.
package protocol InterruptRouter: Device {
    /// Bit n: line n is asserted.
    mutating func setLines(_ lines: UInt32)
    /// The vector to deliver next, as far as the controller knows; the CPU holds it against its task priority.
    var pendingVector: UInt8? { get }
    /// The CPU has delivered it.
    mutating func acknowledge(_ vector: UInt8)
}

/// What a device is, for help, for the assembler's symbols and for views.
package struct DeviceDescription: Sendable {
    package enum Space: Sendable { case ports, memory }

    package struct Register: Sendable {
        package enum Access: String, Sendable { case read, write, readWrite = "read/write" }
        package let name: String
        package let offset: UInt32
        package let width: Width
        /// More than one for an array of registers.
        package let count: UInt32
        package let access: Access
        package let effect: String
        package init(_ name: String, at offset: UInt32, _ access: Access, _ effect: String, width: Width = .word, count: UInt32 = 1)
        {
            self.name = name
            self.offset = offset
            self.width = width
            self.count = count
            self.access = access
            self.effect = effect
        }
    }

    package let name: String
    package let title: String
    package let space: Space
    /// Bytes of memory, or number of ports.
    package let size: UInt32
    package let registers: [Register]
    package init(name: String, title: String, space: Space, size: UInt32, registers: [Register]) {
        self.name = name
        self.title = title
        self.space = space
        self.size = size
        self.registers = registers
    }
}

/// What a device may reach while it handles an access.
package struct DeviceContext: ~Copyable {
    /// The clock, in ticks.
    package let now: UInt64
    private let memory: PhysicalMemory
    private let map: GuestPhysicalMap?
    /// Where in RAM DMA wrote.
    private(set) var written: [Range<Int>] = []
    /// Set by a device that ends the machine's run.
    package var exitCode: UInt8?

    init(now: UInt64, memory: PhysicalMemory, map: GuestPhysicalMap?) {
        self.now = now
        self.memory = memory
        self.map = map
    }

    /// DMA from memory, page by page. What lies outside RAM, or beyond the last address, reads as ones.
    package func readMemory(at address: UInt32, count: Int) -> [UInt8] {
        parts(address, count).flatMap { part in
            part.offset.map { memory.read(at: UInt32($0), count: part.bytes.count) }
                ?? Array(repeating: 0xff, count: part.bytes.count)
        }
    }

    /// DMA to memory, page by page. What lies outside RAM, or beyond the last address, is lost.
    package mutating func writeMemory(_ bytes: [UInt8], at address: UInt32) {
        for part in parts(address, bytes.count) {
            guard let offset = part.offset else { continue }
            memory.write(bytes[part.bytes], at: UInt32(offset))
            written.append(offset..<offset + part.bytes.count)
        }
    }

    /// The parts of a transfer that lie on one page each, with their place in RAM if there is one.
    private func parts(_ address: UInt32, _ count: Int) -> [(offset: Int?, bytes: Range<Int>)] {
        var parts: [(offset: Int?, bytes: Range<Int>)] = []
        var done = 0
        while done < count {
            let place = Int(address) + done
            let size = min(count - done, 4096 - place & 0xfff)
            let physical = UInt32(exactly: place)
            parts.append((physical == nil ? nil : offset(of: physical!), done..<done + size))
            done += size
        }
        return parts
    }

    private func offset(of address: UInt32) -> Int? {
        if let map { return map.offset(of: address) }
        return Int(address) < memory.size ? Int(address) : nil
    }
}
