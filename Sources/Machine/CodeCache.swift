import ISA

/// A word, decoded once: what the CPU loop executes. Eight bytes without references.
struct Op {
    var code: Instruction
    var d: UInt8
    var a: UInt8
    /// The word's place in the charge table; 0 charges nothing.
    var charge: UInt8
    /// The immediate; for direct jumps the distance in words from this one; for three-register forms the number of the third
    /// register. In a `ud`: why it is here.
    var immediate: Int32
    /// What a `ud` in the cache stands for.
    enum Reason: Int32 { case undecoded, pageEnd, undefined }

    private init(code: Instruction, d: UInt8, a: UInt8, charge: UInt8, immediate: Int32) {
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
        if operands.contains(.target24) { immediate = immediate >> 2 + 1 }
        self.init(
            code: decoded.instruction, d: decoded.d, a: decoded.a, charge: ChargeTable.index(decoded.cost), immediate: immediate)
    }
}

/// Where the loop is: a place in the code cache. It reads of a word only what is asked for, which keeps the loop's
/// few registers free.
struct Cursor {
    fileprivate var place: UnsafeMutablePointer<Op>

    @inline(__always) var code: Instruction { place.pointee.code }
    @inline(__always) var charge: Int { Int(place.pointee.charge) }
    @inline(__always) var immediate: UInt32 { UInt32(bitPattern: place.pointee.immediate) }
    @inline(__always) var op: Op { place.pointee }
    // The registers' numbers, so that no bound needs to be checked.
    @inline(__always) var d: Int { Int(place.pointee.d & 15) }
    @inline(__always) var a: Int { Int(place.pointee.a & 15) }
    @inline(__always) var b: Int { Int(place.pointee.immediate & 15) }

    @inline(__always) mutating func advance() { place += 1 }
    /// The caller checks at once that it is still on its page.
    @inline(__always) mutating func jump() { place += Int(place.pointee.immediate) }

    @inline(__always) func words(from start: Cursor) -> UInt32 { UInt32(truncatingIfNeeded: place - start.place) }
}

/// Predecoded pages. Words are decoded when they are first executed; a store to a page resets the words it touches.
///
/// One of the few places with unsafe code, because the loop reads a word here for every instruction (a checked array costs
/// it a third of its speed). The argument for its safety: the memory has `maximumSlots` slots for the whole life of the cache.
/// A cursor starts inside a slot; it moves by one, past no `pageEnd`, which lies at each slot's end and leads elsewhere,
/// or by a jump, after which it is checked against the slot before it is read.
struct CodeCache: ~Copyable {
    /// 1024 words and the page's end, which leads on to the next page.
    private static let slotSize = 1025
    private static let maximumSlots = 1024

    private let ops: UnsafeMutablePointer<Op>
    private var slotOfFrame: [Int32]
    private var frames: [Int] = []

    init(frameCount: Int) {
        ops = .allocate(capacity: Self.slotSize * Self.maximumSlots)
        ops.initialize(repeating: Op(.undefined), count: Self.slotSize)
        slotOfFrame = Array(repeating: -1, count: frameCount)
    }

    deinit { ops.deallocate() }

    /// The slot whose words are all undefined: for fetches that do not lead to RAM.
    var empty: Cursor { Cursor(place: ops) }

    /// The first word of a frame's slot, if it has one.
    @inline(__always) func slot(of frame: Int) -> Cursor? {
        let slot = slotOfFrame[frame]
        return slot > 0 ? Cursor(place: ops + Int(slot) * Self.slotSize) : nil
    }

    /// A word of a slot.
    @inline(__always) static func word(_ number: UInt32, of slot: Cursor) -> Cursor {
        Cursor(place: slot.place + Int(number & 1023))
    }

    func set(_ cursor: Cursor, _ op: Op) { cursor.place.pointee = op }

    /// Gives a frame a slot. When all are taken, all are dropped first: rare, simple, and bounded memory.
    /// Returns the frames that lost theirs.
    mutating func addSlot(for frame: Int) -> (slot: Cursor, dropped: [Int]) {
        let dropped = frames.count + 1 == Self.maximumSlots ? removeAll() : []
        frames.append(frame)
        slotOfFrame[frame] = Int32(frames.count)
        let start = ops + frames.count * Self.slotSize
        start.initialize(repeating: Op(.undecoded), count: Self.slotSize)
        start[Self.slotSize - 1] = Op(.pageEnd)
        return (Cursor(place: start), dropped)
    }

    /// Forgets the words that a write touched.
    mutating func reset(frame: Int, words: ClosedRange<Int>) {
        guard let slot = slot(of: frame) else { return }
        for word in words { set(Self.word(UInt32(word), of: slot), Op(.undecoded)) }
    }

    mutating func removeAll() -> [Int] {
        let dropped = frames
        for frame in frames { slotOfFrame[frame] = -1 }
        frames = []
        return dropped
    }
}
