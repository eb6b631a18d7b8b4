import ISA

/// A word, decoded once: what the CPU loop executes. Eight bytes without references.
struct Op {
    var code: Instruction
    /// A register's number; in a direct jump 1 if it leaves the page.
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

    fileprivate var isUndecoded: Bool {
        if case .ud = code { immediate == Reason.undecoded.rawValue } else { false }
    }

    init(_ reason: Reason) { self.init(code: .ud, d: 0, a: 0, charge: 0, immediate: reason.rawValue) }

    /// A word at a place on its page, 0…1023.
    init(word: UInt32, number: Int, role: WordRole = .identical) {
        self.init(Decoded(word: word), number: number, role: role)
    }

    /// `nil`: an undefined word.
    init(_ decoded: Decoded?, number: Int, role: WordRole = .identical) {
        guard let decoded, decoded.instruction != .ud else {
            self.init(.undefined)
            return
        }
        let kind = Self.kinds[Int(decoded.instruction.rawValue)]
        var immediate = decoded.immediate
        var d = decoded.d
        if kind.hasB { immediate = Int32(decoded.b) }
        if kind.isDirectJump {
            immediate = immediate >> 2 + 1
            d = 0..<1024 ~= number + Int(immediate) ? 0 : 1
        }
        let cost = kind.isControlWrite ? decoded.cost : kind.cost
        self.init(code: decoded.instruction, d: d, a: decoded.a, charge: ChargeTable.index(cost, role), immediate: immediate)
    }

    /// What is needed here of each row.
    private static let kinds: [(hasB: Bool, isDirectJump: Bool, isControlWrite: Bool, cost: CostClass)] = (0...UInt8.max).map {
        opcode in
        let row = (Instruction(rawValue: opcode) ?? .ud).row
        return (row.operands.contains(.b), row.operands.contains(.target24), row.operands.contains(.controlD), row.cost)
    }

    /// Nothing after it is executed without a jump there.
    fileprivate var endsRun: Bool {
        switch code {
        case .jmp, .jmpr, .ret, .iret, .sysret, .mjmp, .ud: true
        default: false
        }
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

    @inline(__always) var leavesPage: Bool { place.pointee.d != 0 }

    /// What the words before this one add to the counter, this one not included and included: from some place on the page that is
    /// the same for all words with only decoded ones between.
    @inline(__always) var sum: Int64 { sums.pointee }
    @inline(__always) var sumAfter: Int64 { sums[1] }
    /// What straight-line execution on the page can add at most, where this is the page's first word.
    @inline(__always) var most: Int64 { sums[CodeCache.most] }
    fileprivate var sums: UnsafeMutablePointer<Int64> { @inline(__always) get { figures(1) } }

    /// What the words of a page of translations before this one, this one not included and included, add to the tally.
    @inline(__always) var tally: Tally { Tally(cycles: figure(2, 0), lookups: figure(3, 0), counts: figure(4, 0)) }
    @inline(__always) var tallyAfter: Tally { Tally(cycles: figure(2, 1), lookups: figure(3, 1), counts: figure(4, 1)) }
    @inline(__always) private func figure(_ array: Int, _ next: Int) -> UInt64 {
        UInt64(bitPattern: figures(array)[next])
    }
    /// One of the arrays of figures that lie behind a slot's words, from this word on.
    @inline(__always) fileprivate func figures(_ array: Int) -> UnsafeMutablePointer<Int64> {
        UnsafeMutableRawPointer(place + array * CodeCache.wordsInSlot).assumingMemoryBound(to: Int64.self)
    }

    @inline(__always) mutating func advance() { place += 1 }
    /// Only if it does not leave the page.
    @inline(__always) mutating func jump() { place += Int(place.pointee.immediate) }

    @inline(__always) func words(from start: Cursor) -> UInt32 { UInt32(truncatingIfNeeded: place - start.place) }
}

/// Predecoded pages. Words are decoded when they are first executed, and a few that follow with them; a store to a page resets
/// the words it touches.
///
/// Beside its words each page has what they add to the loop's counter, summed up: a run from one jump to the next is counted by one
/// subtraction. A page of translations has what they add to the tally, too.
///
/// One of the few places with unsafe code, because the loop reads a word here for every instruction (a checked array costs
/// it a third of its speed). The argument for its safety: the memory has `maximumSlots` slots and one more for the whole life of the cache.
/// A cursor starts inside a slot; it moves by one, past no `pageEnd`, which lies at each slot's end and leads elsewhere,
/// or by a jump, which decoding has checked against the page. The sums lie a fixed way behind the words, one for each.
struct CodeCache: ~Copyable {
    /// The word that leads on to the next page, after 1024 others.
    fileprivate static let pageEnd = 1024
    /// The place behind it, among the sums, of the greatest.
    fileprivate static let most = pageEnd + 1
    fileprivate static let wordsInSlot = pageEnd + 2
    /// Words, sums, and the arrays for tallies, all of eight bytes.
    private static let slotSize = 5 * wordsInSlot
    private static let tallies = 2...4
    private static let maximumSlots = 1024

    private let ops: UnsafeMutablePointer<Op>
    private var slotOfFrame: [Int32]
    private var frames: [Int] = []

    init(frameCount: Int) {
        ops = .allocate(capacity: Self.slotSize * (Self.maximumSlots + 1))
        slotOfFrame = Array(repeating: -1, count: frameCount)
        fill(empty, with: Op(.undefined))
        fill(scratch, with: Op(.undefined))
    }

    deinit { ops.deallocate() }

    /// The slot whose words are all undefined: for fetches that do not lead to RAM.
    var empty: Cursor { Cursor(place: ops) }

    /// The slot behind all others, for words that are executed once and not kept.
    private var scratch: Cursor { Cursor(place: ops + Self.maximumSlots * Self.slotSize) }

    /// A slot with one word in its place, for the careful loop to execute once.
    func single(_ op: Op, number: Int, charge: Int64) -> Cursor {
        scratch.place[number] = op
        scratch.sums[number] = 0
        scratch.sums[number + 1] = charge
        return scratch
    }

    /// The first word of a frame's slot, if it has one.
    @inline(__always) func slot(of frame: Int) -> Cursor? {
        let slot = slotOfFrame[frame]
        return slot > 0 ? Cursor(place: ops + Int(slot) * Self.slotSize) : nil
    }

    /// A word of a slot.
    @inline(__always) static func word(_ number: UInt32, of slot: Cursor) -> Cursor {
        Cursor(place: slot.place + Int(number & 1023))
    }

    private func fill(_ slot: Cursor, with op: Op) {
        slot.place.initialize(repeating: op, count: Self.wordsInSlot)
        slot.sums.initialize(repeating: 0, count: Self.wordsInSlot)
    }

    /// Gives a frame a slot. When all are taken, all are dropped first: rare, simple, and bounded memory.
    /// Returns the frames that lost theirs.
    mutating func addSlot(for frame: Int, tallied: Bool) -> (slot: Cursor, dropped: [Int]) {
        let dropped = frames.count + 1 == Self.maximumSlots ? removeAll() : []
        frames.append(frame)
        slotOfFrame[frame] = Int32(frames.count)
        let start = Cursor(place: ops + frames.count * Self.slotSize)
        fill(start, with: Op(.undecoded))
        if tallied { for array in Self.tallies { start.figures(array).initialize(repeating: 0, count: Self.wordsInSlot) } }
        start.place[Self.pageEnd] = Op(.pageEnd)
        return (start, dropped)
    }

    /// The longest run decoded at once: a guest that executes one word a page must not make us decode pages.
    private static let longestRun = 32

    /// Decodes the word at a cursor and some after it, up to one that ends the run, and brings the sums up to date.
    func decode(
        _ first: Cursor, on slot: Cursor, from memory: PhysicalMemory, frame: Int, _ charges: borrowing ChargeTable,
        _ mode: ClockMode, _ translations: borrowing TranslationCacheMap
    ) {
        var number = first.place - slot.place
        var sum = slot.sums[number]
        var tally = first.tally
        let isTallied = translations.frames.contains(frame)
        let last = number + Self.longestRun
        while case let place = slot.place + number, place.pointee.isUndecoded {
            let role = isTallied ? translations[(frame - translations.frames.lowerBound) << 10 + number] : .identical
            place.pointee = Op(word: memory.word(frame << 12 + 4 * number), number: number, role: role)
            let charge = place.pointee.charge
            sum &+= charges.charges[Int(charge)]
            if isTallied { tally &+= Tally(role, cycles: charges.inlineCycles(charge, mode)) }
            number += 1
            let isLast = place.pointee.endsRun || number == last || !slot.place[number].isUndecoded
            // Decoded words behind the last one move along.
            let end = isLast ? Self.decodedEnd(number, slot) : number
            Self.set(slot.sums, number...end, sum)
            slot.sums[Self.most] = max(slot.sums[Self.most], slot.sums[end])
            if isTallied {
                Self.set(slot.figures(2), number...end, Int64(bitPattern: tally.cycles))
                Self.set(slot.figures(3), number...end, Int64(bitPattern: tally.lookups))
                Self.set(slot.figures(4), number...end, Int64(bitPattern: tally.counts))
            }
            if isLast { return }
        }
    }

    /// The first place from `number` on whose word is not decoded, or the page's end.
    private static func decodedEnd(_ number: Int, _ slot: Cursor) -> Int {
        var end = number
        while end < pageEnd, !slot.place[end].isUndecoded { end += 1 }
        return end
    }

    /// Sets the first of some figures, and moves the others by as much.
    private static func set(_ figures: UnsafeMutablePointer<Int64>, _ places: ClosedRange<Int>, _ value: Int64) {
        let change = value &- figures[places.lowerBound]
        if change != 0 { for place in places { figures[place] &+= change } }
    }

    /// Forgets the words that a write touched.
    mutating func reset(frame: Int, words: ClosedRange<Int>) {
        guard let slot = slot(of: frame) else { return }
        for word in words { slot.place[word] = Op(.undecoded) }
    }

    mutating func removeAll() -> [Int] {
        let dropped = frames
        for frame in frames { slotOfFrame[frame] = -1 }
        frames = []
        return dropped
    }
}
