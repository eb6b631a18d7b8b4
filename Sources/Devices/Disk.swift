import Machine

/// A disk that transfers by DMA, to a buffer in one piece or in pages, and interrupts when it is done.
package struct Disk: Device {
    package static let sectorSize = 512
    /// What the disk holds. A sector is an array of its own, so that copies of the disk share what neither has changed.
    package private(set) var sectors: [[UInt8]]

    private let requestTicks: UInt64
    private let sectorTicks: UInt64
    private var sector: UInt32 = 0
    private var address: UInt32 = 0
    private var count: UInt32 = 1
    private var interruptWhenDone = false
    private var done = false
    private var failed = false
    private var list: UInt32 = 0
    private var command: Command?
    private var due: UInt64 = 0
    /// The pages of the buffer of the request under way, in order.
    private var pages: [UInt32] = []
    /// Where the sectors are: here, or on another disk that whoever runs this one hands each request to.
    private let isRemote: Bool
    private let capacity: UInt32
    private var handedOver = true

    private enum Command: UInt32 { case read = 1, write = 2 }
    private enum Status { static let busy: UInt32 = 1, done: UInt32 = 2, error: UInt32 = 4 }

    /// `contents` are padded with zeros to whole sectors. A request takes `requestTicks` and, for each sector, `sectorTicks`.
    package init(contents: [UInt8], requestTicks: UInt32, sectorTicks: UInt32) {
        sectors = stride(from: 0, to: contents.count, by: Self.sectorSize).map { start in
            let part = contents[start..<min(start + Self.sectorSize, contents.count)]
            return Array(part) + Array(repeating: 0, count: Self.sectorSize - part.count)
        }
        self.requestTicks = UInt64(requestTicks)
        self.sectorTicks = UInt64(sectorTicks)
        isRemote = false
        capacity = UInt32(sectors.count)
    }

    /// A disk whose sectors are another's: a request waits to be taken and, when the other is done, completed.
    package init(remoteCapacity: UInt32) {
        sectors = []
        (requestTicks, sectorTicks) = (0, 0)
        isRemote = true
        capacity = remoteCapacity
    }

    /// A request as a remote disk hands it over.
    package struct Request: Sendable {
        package let sector, count, command: UInt32
        /// Where the buffer begins on its first page.
        package let offset: UInt32
        /// The physical addresses of its pages.
        package let pages: [UInt32]
    }

    /// The request that has just been started, once.
    package mutating func takeRequest() -> Request? {
        guard let command, !handedOver else { return nil }
        handedOver = true
        return Request(sector: sector, count: count, command: command.rawValue, offset: address & 0xfff, pages: pages)
    }

    /// The other disk has carried the request out, or refused it.
    package mutating func complete(failed: Bool) {
        command = nil
        self.failed = failed
        done = true
    }

    /// The contents of the disk that a machine gets if nobody gives it another: each sector begins with its name.
    package static var labelled: [UInt8] {
        (0..<512).flatMap { number in
            let label = Array("sector \(number)\n".utf8)
            return label + Array(repeating: 0, count: sectorSize - label.count)
        }
    }

    package let description = DeviceDescription(
        name: "DISK", title: "disk", space: .memory, size: 4096,
        registers: [
            .init("SECTOR", at: 0, .readWrite, "The first sector of the transfer; a sector has 512 bytes."),
            .init("ADDRESS", at: 4, .readWrite, "The physical address of the buffer, a multiple of 4."),
            .init("COUNT", at: 8, .readWrite, "The number of sectors, 1 to 128."),
            .init("COMMAND", at: 12, .write, "1 reads from the disk, 2 writes to it. Ignored while busy."),
            .init(
                "STATUS", at: 16, .readWrite,
                "Bit 0: busy. Bit 1: done. Bit 2: the request was refused. Writing ones clears the latter two."),
            .init("CONTROL", at: 20, .readWrite, "Bit 0: interrupt while done."),
            .init("CAPACITY", at: 24, .read, "The number of sectors on the disk."),
            .init(
                "LIST", at: 28, .readWrite,
                "0, or the address of a list of words: the addresses of the buffer's pages, the first holding ADDRESS's offset."),
        ])

    package mutating func read(_ offset: UInt32, _ width: Width, _ context: inout DeviceContext) -> UInt32 {
        guard width == .word else { return ~0 }
        switch offset {
        case 0: return sector
        case 4: return address
        case 8: return count
        case 16: return (command != nil ? Status.busy : 0) | (done ? Status.done : 0) | (failed ? Status.error : 0)
        case 20: return interruptWhenDone ? 1 : 0
        case 24: return capacity
        case 28: return list
        default: return ~0
        }
    }

    package mutating func write(_ offset: UInt32, _ width: Width, _ value: UInt32, _ context: inout DeviceContext) {
        guard width == .word else { return }
        switch offset {
        // While a request is under way its registers keep what it was given.
        case 0 where command == nil: sector = value
        case 4 where command == nil: address = value
        case 8 where command == nil: count = value
        case 12 where command == nil: start(value, &context)
        case 28 where command == nil: list = value & ~3
        case 16:
            if value & Status.done != 0 { done = false }
            if value & Status.error != 0 { failed = false }
        case 20: interruptWhenDone = value & 1 != 0
        default: break
        }
    }

    private mutating func start(_ value: UInt32, _ context: inout DeviceContext) {
        guard let command = Command(rawValue: value), 1...128 ~= count, address % 4 == 0,
            UInt64(sector) + UInt64(count) <= UInt64(capacity)
        else {
            failed = true
            done = true
            return
        }
        self.command = command
        due = context.now + requestTicks + UInt64(count) * sectorTicks
        pages = bufferPages(&context)
        handedOver = false
    }

    private func bufferPages(_ context: inout DeviceContext) -> [UInt32] {
        let number = Int((address & 0xfff + count * UInt32(Self.sectorSize) + 0xfff) >> 12)
        guard list != 0 else { return (0..<number).map { address & ~0xfff &+ UInt32($0) << 12 } }
        let bytes = context.readMemory(at: list, count: 4 * number)
        return (0..<number).map { index in
            bytes[4 * index..<4 * index + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) } & ~0xfff
        }
    }

    package var interruptRequested: Bool { interruptWhenDone && done }
    package var nextEvent: UInt64? { command == nil || isRemote ? nil : due }

    /// The transfer happens at its end, all at once.
    /// Real world: a controller moves data all the while, and a guest that looks too early sees half of it.
    package mutating func advance(_ context: inout DeviceContext) {
        var bytes: [UInt8] = []
        if command == .read { bytes = Array(sectors[Int(sector)..<Int(sector + count)].joined()) }
        let total = Int(count) * Self.sectorSize
        var position = 0
        while position < total {
            let place = Int(address & 0xfff) + position
            let size = min(total - position, 4096 - place & 0xfff)
            let physical = pages[place >> 12] + UInt32(place & 0xfff)
            if command == .read {
                context.writeMemory(Array(bytes[position..<position + size]), at: physical)
            } else {
                bytes += context.readMemory(at: physical, count: size)
            }
            position += size
        }
        if command == .write {
            for index in 0..<Int(count) {
                sectors[Int(sector) + index] = Array(bytes[index * Self.sectorSize..<(index + 1) * Self.sectorSize])
            }
        }
        command = nil
        done = true
    }
}
