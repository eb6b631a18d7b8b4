import Machine

/// An 80×25 text display in memory: a half-word a cell, character in the low byte, attribute in the high byte.
package struct TextDisplay: Device {
    package static let columns = 80, rows = 25
    private static let cellBytes = UInt32(columns * rows * 2)
    /// Cells and the cursor, as the bytes of the device's memory.
    private var bytes = [UInt8](repeating: 0, count: Int(cellBytes) + 4)

    package init() {}

    /// Whether there is something at an offset of the device's memory.
    package static func covers(_ offset: UInt32) -> Bool { offset < cellBytes + 4 }

    package let description = DeviceDescription(
        name: "DISPLAY", title: "text display", space: .memory, size: 4096,
        registers: [
            .init(
                "CELLS", at: 0, .readWrite, "80 x 25 cells, row by row: character, then attribute. Any width.", width: .half,
                count: 2000),
            .init("CURSOR", at: cellBytes, .readWrite, "The cell that the cursor stands on."),
        ])

    package mutating func read(_ offset: UInt32, _ width: Width, _ context: inout DeviceContext) -> UInt32 {
        guard Int(offset + width.rawValue) <= bytes.count else { return ~0 }
        return (0..<width.rawValue).reduce(0) { $0 | UInt32(bytes[Int(offset + $1)]) << ($1 * 8) }
    }

    package mutating func write(_ offset: UInt32, _ width: Width, _ value: UInt32, _ context: inout DeviceContext) {
        guard Int(offset + width.rawValue) <= bytes.count else { return }
        for index in 0..<width.rawValue { bytes[Int(offset + index)] = UInt8(truncatingIfNeeded: value >> (index * 8)) }
    }

    /// The characters as lines of text without trailing blanks; what is not printable ASCII shows as a blank.
    package var lines: [String] {
        (0..<Self.rows).map { row in
            var characters = (0..<Self.columns).map { column -> UInt8 in
                let character = bytes[(row * Self.columns + column) * 2]
                return 32..<127 ~= character ? character : 32
            }
            while characters.last == 32 { characters.removeLast() }
            return String(decoding: characters, as: UTF8.self)
        }
    }
}
