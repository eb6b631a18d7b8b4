import ISA

/// Where devices are: finds the one that an access belongs to, and keeps the lines and the next event up to date.
package struct Bus: Sendable {
    package struct Place: Sendable {
        package fileprivate(set) var device: any Device
        package let description: DeviceDescription
        package let base: UInt32
        /// The line at the interrupt router.
        package let line: UInt8?

        fileprivate func holds(_ space: DeviceDescription.Space, _ address: UInt32, _ width: UInt32) -> Bool {
            description.space == space && address >= base && UInt64(address - base) + UInt64(width) <= UInt64(description.size)
        }
    }

    /// Every device but the interrupt router.
    private var others: [Place] = []
    /// The router, which is also told of every change of the others' lines.
    private var router: (place: Place, device: any InterruptRouter)?
    /// The vector that the router wants delivered.
    package private(set) var pendingVector: UInt8?
    /// When the first device event is due.
    package private(set) var nextEvent = UInt64.max

    package init() {}

    /// All devices with their places, the router first.
    package var places: [Place] {
        guard let router else { return others }
        var first = router.place
        first.device = router.device
        return [first] + others
    }

    /// Puts a device at a port number or a physical address. Two devices may not overlap, nor share a line.
    package mutating func attach(_ device: some Device, at base: UInt32, line: UInt8? = nil) {
        let new = device.description
        precondition(new.size > 0 && base <= UInt32.max - (new.size - 1))
        for place in places where place.description.space == new.space {
            precondition(
                base > place.base + (place.description.size - 1) || place.base > base + (new.size - 1),
                "\(new.name) overlaps \(place.description.name)")
        }
        precondition(line == nil || (line! < 32 && !places.contains { $0.line == line }))
        let place = Place(device: device, description: new, base: base, line: line)
        if let device = device as? any InterruptRouter { router = (place, device) } else { others.append(place) }
        update()
    }

    /// Whether a device is at a port.
    package func holds(port: UInt16) -> Bool { places.contains { $0.holds(.ports, UInt32(port), 1) } }

    /// The device of a type, to look at; there is at most one of each.
    package func first<D: Device>(_ type: D.Type) -> D? { places.lazy.compactMap { $0.device as? D }.first }

    /// Changes the device of a type from outside the machine (input arrives, a disk is put in).
    package mutating func modify<D: Device, R>(_ type: D.Type, _ body: (inout D) -> R) -> R? {
        for index in others.indices {
            guard var device = others[index].device as? D else { continue }
            let result = body(&device)
            others[index].device = device
            update()
            return result
        }
        return nil
    }

    /// Reads a port; all ones where there is none.
    mutating func readPort(_ port: UInt16, _ context: inout DeviceContext) -> UInt32 {
        read(.ports, UInt32(port), .word, &context)
    }

    mutating func writePort(_ port: UInt16, _ value: UInt32, _ context: inout DeviceContext) {
        write(.ports, UInt32(port), .word, value, &context)
    }

    /// Reads a device's memory; all ones where there is none or where the access is only partly the device's.
    mutating func readMemory(_ address: UInt32, _ width: Width, _ context: inout DeviceContext) -> UInt32 {
        read(.memory, address, width, &context) & width.ones
    }

    mutating func writeMemory(_ address: UInt32, _ width: Width, _ value: UInt32, _ context: inout DeviceContext) {
        write(.memory, address, width, value & width.ones, &context)
    }

    private mutating func read(
        _ space: DeviceDescription.Space, _ address: UInt32, _ width: Width, _ context: inout DeviceContext
    ) -> UInt32 {
        defer { update() }
        let size = space == .ports ? 1 : width.rawValue
        if let base = router?.place.base, router!.place.holds(space, address, size) {
            return router!.device.read(address - base, width, &context)
        }
        guard let index = others.firstIndex(where: { $0.holds(space, address, size) }) else { return ~0 }
        return others[index].device.read(address - others[index].base, width, &context)
    }

    private mutating func write(
        _ space: DeviceDescription.Space, _ address: UInt32, _ width: Width, _ value: UInt32, _ context: inout DeviceContext
    ) {
        defer { update() }
        let size = space == .ports ? 1 : width.rawValue
        if let base = router?.place.base, router!.place.holds(space, address, size) {
            router!.device.write(address - base, width, value, &context)
        } else if let index = others.firstIndex(where: { $0.holds(space, address, size) }) {
            others[index].device.write(address - others[index].base, width, value, &context)
        }
    }

    /// Lets every device do what is due. Returns the names of those that did something.
    mutating func advance(_ context: inout DeviceContext) -> [String] {
        var names: [String] = []
        for index in others.indices {
            guard let due = others[index].device.nextEvent, due <= context.now else { continue }
            others[index].device.advance(&context)
            names.append(others[index].description.name)
        }
        update()
        return names
    }

    mutating func acknowledge(_ vector: UInt8) {
        router?.device.acknowledge(vector)
        update()
    }

    private mutating func update() {
        var lines: UInt32 = 0
        nextEvent = .max
        for place in others {
            if let line = place.line, place.device.interruptRequested { lines |= 1 << UInt32(line) }
            if let next = place.device.nextEvent { nextEvent = min(nextEvent, next) }
        }
        router?.device.setLines(lines)
        pendingVector = router?.device.pendingVector
    }
}
