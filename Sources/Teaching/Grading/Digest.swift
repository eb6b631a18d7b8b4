/// A number that stands for bytes: the FNV-1a hash in 64 bits, the same on every machine. It tells what has changed by itself, not what
/// somebody has made to look unchanged.
struct Digest {
    private(set) var value: UInt64

    init(_ start: UInt64 = 0, of bytes: some Sequence<UInt8> = []) {
        value = 0xcbf2_9ce4_8422_2325 ^ start
        add(bytes)
    }

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }

    /// A file, so that no other name with other bytes comes to the same.
    mutating func add(file name: String, _ bytes: [UInt8]) {
        add("\(name.utf8.count) \(bytes.count) \(name)".utf8)
        add(bytes)
    }

    /// Sixteen digits.
    var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
