import ISA

/// A word, decoded once: what the CPU loop executes. Eight bytes without references.
struct Op {
    var code: Instruction
    var d: UInt8
    var a: UInt8
    /// Index into the loop's charge table; 0 charges nothing.
    var charge: UInt8
    /// The immediate; for direct jumps in words; for three-register forms the number of the third register.
    /// In a `ud`: why it is here.
    var immediate: Int32

    /// What a `ud` in the cache stands for.
    enum Reason: Int32 { case undecoded, pageEnd, undefined }

    init(code: Instruction, d: UInt8, a: UInt8, charge: UInt8, immediate: Int32) {
        self.code = code
        self.d = d
        self.a = a
        self.charge = charge
        self.immediate = immediate
    }

    init(_ reason: Reason) { self.init(code: .ud, d: 0, a: 0, charge: 0, immediate: reason.rawValue) }

    init(word: UInt32) {
        guard let decoded = Decoded(word: word), decoded.instruction != .ud else {
            self.init(.undefined)
            return
        }
        let operands = decoded.instruction.row.operands
        var immediate = decoded.immediate
        if operands.contains(.b) { immediate = Int32(decoded.b) }
        if operands.contains(.target24) { immediate >>= 2 }
        self.init(
            code: decoded.instruction, d: decoded.d, a: decoded.a, charge: ChargeTable.index(decoded.cost), immediate: immediate)
    }
}

/// Predecoded pages. Words are decoded when they are first executed; a store to a page resets the words it touches.
struct CodeCache {
    /// 1024 words and the page's end, which leads on to the next page.
    static let slotSize = 1025
    private static let maximumSlots = 1024
    /// The slot whose words are all undefined: for fetches that do not lead to RAM.
    static let emptySlot = 0

    var ops: [Op]
    private var slotOfFrame: [Int32]
    private var frames: [Int] = []

    init(frameCount: Int) {
        ops = Array(repeating: Op(.undefined), count: Self.slotSize)
        slotOfFrame = Array(repeating: -1, count: frameCount)
    }

    /// The slot of a frame, if it has one.
    @inline(__always) func slot(of frame: Int) -> Int? {
        let slot = slotOfFrame[frame]
        return slot >= 0 ? Int(slot) : nil
    }

    /// Gives a frame a slot. When all are taken, all are dropped first: rare, simple, and bounded memory.
    /// Returns the frames that lost theirs.
    mutating func addSlot(for frame: Int) -> (slot: Int, dropped: [Int]) {
        let dropped = frames.count + 1 == Self.maximumSlots ? removeAll() : []
        frames.append(frame)
        let slot = frames.count
        slotOfFrame[frame] = Int32(slot)
        let start = slot * Self.slotSize
        if ops.count == start {
            ops.append(contentsOf: repeatElement(Op(.undecoded), count: Self.slotSize))
        } else {
            for index in start..<start + Self.slotSize { ops[index] = Op(.undecoded) }
        }
        ops[start + Self.slotSize - 1] = Op(.pageEnd)
        return (slot, dropped)
    }

    /// Forgets the words that a write touched.
    mutating func reset(frame: Int, words: ClosedRange<Int>) {
        guard let slot = slot(of: frame) else { return }
        for word in words { ops[slot * Self.slotSize + word] = Op(.undecoded) }
    }

    mutating func removeAll() -> [Int] {
        let dropped = frames
        for frame in frames { slotOfFrame[frame] = -1 }
        frames = []
        return dropped
    }
}
