import Machine

/// Collects sixteen level-triggered lines and offers the CPU the most important vector.
///
/// The upper four bits of a vector are its class. A line is offered if it is not masked and its class is above that of
/// every interrupt in service; of several the highest vector. Real world: the local APIC works like this, with its lines
/// arriving by way of an I/O APIC.
package struct InterruptController: InterruptRouter {
    private var lines: UInt32 = 0
    private var mask: UInt32 = 0xffff
    private var routes: [UInt8] = (0..<16).map { 0x20 + $0 }
    /// Vectors delivered and not yet ended, in the order of delivery, which is that of importance.
    private var inService: [UInt8] = []

    package init() {}

    package let description = DeviceDescription(
        name: "PIC", title: "interrupt controller", space: .ports, size: 0x20,
        registers: [
            .init("PENDING", at: 0, .read, "Bit n: line n is asserted."),
            .init("MASK", at: 1, .readWrite, "Bit n: line n is masked. All are, at reset."),
            .init("EOI", at: 2, .write, "Ends the newest interrupt in service."),
            .init("SERVICE", at: 3, .read, "The newest vector in service, or all ones."),
            .init("ROUTE", at: 0x10, .readWrite, "The vector of line n, 32 to 255; 32+n at reset.", count: 16),
        ])

    package mutating func read(_ offset: UInt32, _ width: Width, _ context: inout DeviceContext) -> UInt32 {
        switch offset {
        case 0: lines
        case 1: mask
        case 3: inService.last.map(UInt32.init) ?? ~0
        case 0x10...0x1f: UInt32(routes[Int(offset - 0x10)])
        default: ~0
        }
    }

    package mutating func write(_ offset: UInt32, _ width: Width, _ value: UInt32, _ context: inout DeviceContext) {
        switch offset {
        case 1: mask = value & 0xffff
        case 2: _ = inService.popLast()
        // Vectors below 32 are the processor's own; a route to one is not taken.
        case 0x10...0x1f: if 32...255 ~= value { routes[Int(offset - 0x10)] = UInt8(value) }
        default: break
        }
    }

    package mutating func setLines(_ lines: UInt32) { self.lines = lines }

    package var pendingVector: UInt8? {
        let offered = lines & ~mask & 0xffff
        guard offered != 0 else { return nil }
        let busy = inService.last.map { $0 >> 4 }
        var best: UInt8?
        for line in 0..<16 where offered & 1 << UInt32(line) != 0 {
            let vector = routes[line]
            if let busy, vector >> 4 <= busy { continue }
            if vector > best ?? 0 { best = vector }
        }
        return best
    }

    package mutating func acknowledge(_ vector: UInt8) { inService.append(vector) }
}
