import ISA
import Machine
import VMM

/// Makes the words of one translation unit. Nothing here touches the machine: what is in goes in, what comes out is a value.
///
/// Translations have no register of their own. Where they need one they save r0, r1 or r2 in the processor's page. They never
/// change N Z C V, because no instruction but comparisons does.
struct Translator {
    /// What holds for all translations of a guest.
    struct Rules: Sendable {
        /// Sensitive instructions execute unprivileged: the translation can use them itself.
        let hasHoles: Bool
        /// Translations do what they can themselves, rather than call the monitor.
        let emulates: Bool
        /// There is no device at a port.
        let isPortEmpty: @Sendable (UInt16) -> Bool
    }

    /// The guest's virtual ring: what is privileged is so only for ring 0.
    let ring: UInt8
    let rules: Rules
    /// Instructions that have trapped too often: they are carried out by the monitor instead.
    let adapted: Set<UInt32>
    /// The number that the first site gets, and the cache's word that the unit begins at.
    let firstSite: Int
    let start: Int

    static let longestUnit = 12
    /// Words: of one instruction with its refusals, and of a unit's beginning and end. The longest are a simulated store and a branch.
    static let longestInstruction = 64
    static let longestEnd = 40

    private(set) var words: [TranslatedWord] = []
    private(set) var sites: [(kind: Site.Kind, word: Int, linkedRole: WordRole, branch: Int?)] = []
    private(set) var source: [UInt32] = []
    private(set) var identical = 0
    private var refusals: [Refusal] = []
    /// The guest, before the word that is emitted next.
    private var point = GuestPoint(pc: 0)

    init(ring: UInt8, rules: Rules, adapted: Set<UInt32>, firstSite: Int, start: Int) {
        (self.ring, self.rules, self.adapted) = (ring, rules, adapted)
        (self.firstSite, self.start) = (firstSite, start)
    }

    /// Translates the code at a guest address, to the end of its page at most.
    mutating func translate(at pc: UInt32, _ fetch: (UInt32) -> UInt32) {
        words.reserveCapacity(24)
        source.reserveCapacity(Self.longestUnit)
        point = GuestPoint(pc: pc, isBoundary: true, clobbered: 0b10)
        emit(.mloads, d: 1, strip: TranslatorMemory.saved[1], .lookup)
        point.clobbered = 0
        var next = pc
        repeat {
            let word = fetch(next)
            source.append(word)
            point = GuestPoint(pc: next, isBoundary: true, followsSti: point.followsSti)
            let goesOn = translate(word, at: next)
            next &+= 4
            guard goesOn else { return emitRefusals() }
        } while source.count < Self.longestUnit && next & 0xfff != 0
        leave(for: next, linkedRole: .glue)
        emitRefusals()
    }

    // MARK: One instruction

    /// Returns whether straight-line execution goes on behind it.
    private mutating func translate(_ word: UInt32, at pc: UInt32) -> Bool {
        guard let decoded = Decoded(word: word) else { return callout() }
        if adapted.contains(pc) {
            guard decoded.instruction == .store, ring == 0, rules.emulates else { return callout(.access) }
            simulateStore(decoded)
            arrive(at: pc &+ 4)
            return true
        }
        switch decoded.instruction {
        case .jmp: leave(for: decoded.target(from: pc), linkedRole: .retargeted)
        case .je, .jne, .jl, .jge, .jle, .jg, .jb, .jae, .jbe, .ja: branch(decoded, at: pc)
        case .call: call(decoded.target(from: pc), returningTo: pc &+ 4)
        case .jmpr: indirectJump(decoded.a, returningTo: nil)
        case .callr: indirectJump(decoded.a, returningTo: pc &+ 4)
        case .ret: ret()
        case .int, .brk, .iret, .syscall, .sysret, .hcall, .hlt, .lidt, .inr, .outp, .outr, .invlpg, .cpuid, .ud, .mload,
            .mloads, .mstore, .mstores, .mjmp, .vmxon, .vmxoff, .vmclear, .vmptrld, .vmread, .vmwrite, .vmlaunch, .vmresume,
            .vmcall, .invept, .invvpid:
            return callout()
        case .cli, .sti, .pushf, .popf, .sidt, .smsw, .rdring, .movfcr, .movtcr, .inp, .rdtsc:
            // The instruction after sti belongs to it, because interrupts wait for its end; so sti is never a unit's last.
            let isLast = source.count == Self.longestUnit || (pc &+ 4) & 0xfff == 0
            if decoded.instruction == .sti, isLast { return callout() }
            guard emulate(decoded, at: pc) else { return callout() }
            // What follows popf must be a word that the trace flag can trap behind.
            if decoded.instruction == .popf {
                leave(for: pc &+ 4, linkedRole: .glue)
                return false
            }
            return true
        default:
            identical += 1
            emit(word, .identical)
            arrive(at: pc &+ 4)
            return true
        }
        return false
    }

    /// The instruction before is complete.
    private mutating func arrive(at pc: UInt32) { point = GuestPoint(pc: pc, isBoundary: true) }

    // MARK: Sensitive instructions, on the virtual processor's data

    /// Returns false if the monitor must carry it out: as a rule because it is not for this ring.
    private mutating func emulate(_ decoded: Decoded, at pc: UInt32) -> Bool {
        let isHole = decoded.instruction.row.privilege == .hole
        guard rules.emulates, isHole ? rules.hasHoles : ring == 0 else { return false }
        switch decoded.instruction {
        case .rdtsc:
            // Real world: the host's time is made the guest's, by an offset; here both begin at reset.
            save(0, .routine)
            emit(decoded, .emulationEnd)
        case .inp:
            guard rules.isPortEmpty(UInt16(truncatingIfNeeded: decoded.immediate)) else { return false }
            save(0, .portRoutine)
            emit(Decoded(.movi, d: decoded.d, immediate: -1), .emulationEnd)
        case .cli: setFlag(false)
        case .sti: setFlag(true)
        case .pushf: pushFlags()
        case .popf: if ring == 0 { popFlags() } else { emit(Decoded(.popf), .emulationEnd) }
        case .sidt: emit(.mloads, d: decoded.d, strip: TranslatorMemory.trapTable, .emulationEnd)
        case .smsw: emit(.mloads, d: decoded.d, strip: TranslatorMemory.control(ControlRegister.cr0.rawValue), .emulationEnd)
        case .rdring: emit(Decoded(.movi, d: decoded.d, immediate: Int32(ring)), .emulationEnd)
        case .movfcr: emit(.mloads, d: decoded.d, strip: TranslatorMemory.control(decoded.a), .emulationEnd)
        case .movtcr:
            switch ControlRegister(rawValue: decoded.d) {
            case .sp0, .sp1, .sp2, .cr2:
                emit(.mstores, d: decoded.a, strip: TranslatorMemory.control(decoded.d), .emulationEnd)
            case .cr8: setTaskPriority(decoded.a, at: pc)
            default: return false
            }
        default: return false
        }
        arrive(at: pc &+ 4)
        point.followsSti = decoded.instruction == .sti
        return true
    }

    private static let flag = TranslatorMemory.flags << 12 + TranslatorMemory.interruptFlag
    private static let flagBefore = TranslatorMemory.flags << 12 + TranslatorMemory.flagBefore
    private static let guardedFlag = TranslatorMemory.guardedFlags << 12 + TranslatorMemory.interruptFlag

    private mutating func setFlag(_ on: Bool) {
        save(0, .emulation)
        if on {
            emit(.mloads, d: 0, strip: Self.flag, .emulation)
            clobber(0)
            emit(.mstores, d: 0, strip: Self.flagBefore, .emulation)
        }
        emit(Decoded(.movi, d: 0, immediate: on ? Int32(Flags.interrupt) : 0), .emulation)
        clobber(0)
        emit(.mstores, d: 0, strip: on ? Self.guardedFlag : Self.flag, .emulation)
        restore(0, .emulationEnd)
    }

    /// The processor's own `pushf`, whose IF is the host's, set; then the guest's.
    private mutating func pushFlags() {
        save(0, .emulation)
        save(1, .emulation)
        emit(Decoded(.pushf), .emulation)
        point.isBoundary = false
        emit(Decoded(.load, d: 0, a: UInt8(Architecture.stackPointer)), .emulation)
        clobber(0)
        emit(.mloads, d: 1, strip: Self.flag, .emulation)
        clobber(1)
        emit(Decoded(.xori, d: 0, a: 0, immediate: Int32(Flags.interrupt)), .emulation)
        emit(Decoded(.or, d: 0, a: 0, b: 1), .emulation)
        emit(Decoded(.store, d: 0, a: UInt8(Architecture.stackPointer)), .emulation)
        restore(1, .emulation)
        restore(0, .emulationEnd)
    }

    /// The guest's IF goes to its place; then the processor's own `popf`, which leaves the host's alone.
    private mutating func popFlags() {
        save(0, .emulation)
        emit(Decoded(.load, d: 0, a: UInt8(Architecture.stackPointer)), .emulation)
        clobber(0)
        emit(Decoded(.andi, d: 0, a: 0, immediate: Int32(Flags.interrupt)), .emulation)
        emit(.mstores, d: 0, strip: Self.guardedFlag, .emulation)
        restore(0, .emulation)
        emit(Decoded(.popf), .emulationEnd)
    }

    /// A value beyond 15 is for the monitor, which makes it a fault; so is a lower one while an interrupt waits.
    private mutating func setTaskPriority(_ register: UInt8, at pc: UInt32) {
        save(0, .emulation)
        save(1, .emulation)
        emit(Decoded(.shri, d: 0, a: register, immediate: 4), .emulation)
        clobber(0)
        emit(Decoded(.neg, d: 1, a: 0), .emulation)
        clobber(1)
        emit(Decoded(.or, d: 0, a: 0, b: 1), .emulation)
        emit(Decoded(.sari, d: 0, a: 0, immediate: 31), .emulation)
        refuse(.instruction)
        restore(1, .emulation)
        restore(0, .emulation)
        emit(.mstores, d: register, strip: TranslatorMemory.guardedFlags << 12 + TranslatorMemory.taskPriority, .emulation)
        emit(.mstores, d: register, strip: TranslatorMemory.control(ControlRegister.cr8.rawValue), .emulationEnd)
    }

    /// A store that has trapped often: if it goes to the page where such stores went last, and what is there is what it would
    /// write, there is nothing to do; else the monitor does it.
    private mutating func simulateStore(_ store: Decoded) {
        save(0, .routine)
        save(1, .emulation)
        save(2, .emulation)
        emit(Decoded(.addi, d: 2, a: store.a, immediate: store.immediate), .emulation)
        clobber(2)
        // The page's address; low bits that a word cannot have make it another.
        emit(Decoded(.shri, d: 0, a: 2, immediate: 12), .emulation)
        clobber(0)
        emit(Decoded(.shli, d: 0, a: 0, immediate: 12), .emulation)
        emit(Decoded(.andi, d: 1, a: 2, immediate: 3), .emulation)
        clobber(1)
        emit(Decoded(.or, d: 0, a: 0, b: 1), .emulation)
        emit(.mloads, d: 1, strip: TranslatorMemory.readablePage, .emulation)
        refuseUnlessEqual()
        emit(Decoded(.load, d: 1, a: 2), .emulation)
        if store.d < 3 {
            emit(.mloads, d: 0, strip: TranslatorMemory.saved[Int(store.d)], .emulation)
        } else {
            emit(Decoded(.mov, d: 0, a: store.d), .emulation)
        }
        refuseUnlessEqual()
        // Now and then the monitor sees one all the same, because it watches what the page is used for.
        emit(.mloads, d: 0, strip: TranslatorMemory.untold, .emulation)
        emit(Decoded(.subi, d: 0, a: 0, immediate: 1), .emulation)
        emit(.mstores, d: 0, strip: TranslatorMemory.untold, .emulation)
        emit(Decoded(.sari, d: 0, a: 0, immediate: 31), .emulation)
        refuse(.access)
        restore(2, .emulation)
        restore(1, .emulation)
        restore(0, .emulationEnd)
    }

    /// Leaves it to the monitor unless r0 and r1 are equal.
    private mutating func refuseUnlessEqual() {
        emit(Decoded(.xor, d: 0, a: 0, b: 1), .emulation)
        emit(Decoded(.neg, d: 1, a: 0), .emulation)
        emit(Decoded(.or, d: 0, a: 0, b: 1), .emulation)
        emit(Decoded(.sari, d: 0, a: 0, immediate: 31), .emulation)
        refuse(.access)
    }

    /// Leaves it to the monitor if r0 is all ones, and goes on if it is 0.
    private mutating func refuse(_ kind: Site.Kind) {
        let distance = words.count
        emit(Decoded(.andi, d: 0, a: 0), .emulation)
        let next = words.count + 4
        let address = TranslatorMemory.address(ofWord: start + next)
        emit(Decoded(.movi, d: 1, immediate: Int32(Int16(truncatingIfNeeded: address))), .emulation)
        emit(Decoded(.movhi, d: 1, immediate: Int32(address >> 16)), .emulation)
        emit(Decoded(.add, d: 1, a: 1, b: 0), .emulation)
        emit(Decoded(.mjmp, a: 1), .emulation)
        refusals.append(Refusal(kind: kind, distance: distance, next: next, point: point))
    }

    /// A computed jump past a translation's end, where what cannot be done in it is left to the monitor.
    private struct Refusal {
        let kind: Site.Kind
        /// The word whose constant is the distance from the word that is next otherwise.
        let distance: Int
        let next: Int
        /// What is clobbered there is restored.
        let point: GuestPoint
    }

    private mutating func emitRefusals() {
        for refusal in refusals {
            let bytes = Int32(words.count - refusal.next) * 4
            words[refusal.distance].word = Decoded(.andi, d: 0, a: 0, immediate: bytes).word
            point = refusal.point
            for register in (UInt8(0)...2).reversed() where point.clobbered & 1 << register != 0 { restore(register, .glue) }
            _ = callout(refusal.kind)
        }
    }

    // MARK: Control flow

    private mutating func branch(_ decoded: Decoded, at pc: UInt32) {
        let place = words.count
        // It leads to the second of the two ways on, which stand behind it.
        emit(Decoded(decoded.instruction, immediate: Int32(Self.siteLength * 4)), .retargeted)
        leave(for: pc &+ 4, linkedRole: .glue)
        leave(for: decoded.target(from: pc), linkedRole: .glue, branch: place)
    }

    private mutating func call(_ target: UInt32, returningTo next: UInt32) {
        save(0, .glue)
        constant(next, in: 0, .glue)
        emit(Decoded(.push, d: 0), .glue)
        restore(0, .glueEnd)
        leave(for: target, linkedRole: .glue)
    }

    private mutating func ret() {
        for register in UInt8(0)...2 { save(register, .lookup) }
        emit(Decoded(.load, d: 0, a: UInt8(Architecture.stackPointer)), .lookup)
        clobber(0)
        emit(.mstores, d: 0, strip: TranslatorMemory.target, .lookup)
        emit(
            Decoded(.addi, d: UInt8(Architecture.stackPointer), a: UInt8(Architecture.stackPointer), immediate: 4), .lookupEnd)
        lookUp()
    }

    private mutating func indirectJump(_ register: UInt8, returningTo next: UInt32?) {
        for register in UInt8(0)...2 { save(register, .lookup) }
        emit(Decoded(.mov, d: 0, a: register), .lookup)
        clobber(0)
        if let next {
            constant(next, in: 1, .lookup)
            emit(Decoded(.push, d: 1), .lookup)
        }
        emit(.mstores, d: 0, strip: TranslatorMemory.target, .lookupEnd)
        lookUp()
    }

    /// Jumps to the translation of the code at r0, or to the monitor if the table does not have it. The difference of the
    /// address wanted and the address found becomes a mask, so that no comparison is needed.
    private mutating func lookUp() {
        // All three have been saved, whether or not they are other values already.
        point = GuestPoint(pc: 0, isBoundary: true, isDynamic: true, clobbered: 0b111)
        let table = TranslatorMemory.lookupTable << 12
        emit(Decoded(.shli, d: 1, a: 0, immediate: 1), .lookup)
        clobber(1, keepsBoundary: true)
        emit(Decoded(.andi, d: 1, a: 1, immediate: Int32(TranslatorMemory.lookupEntries * 8 - 8)), .lookup)
        emit(Decoded(.ori, d: 1, a: 1, immediate: Int32(table & 0xffff)), .lookup)
        emit(Decoded(.movhi, d: 1, immediate: Int32((Architecture.stripBase + table) >> 16)), .lookup)
        emit(Decoded(.mload, d: 2, a: 1), .lookup)
        clobber(2, keepsBoundary: true)
        emit(Decoded(.xor, d: 2, a: 2, b: 0), .lookup)
        emit(Decoded(.neg, d: 0, a: 2), .lookup)
        emit(Decoded(.or, d: 2, a: 2, b: 0), .lookup)
        emit(Decoded(.sari, d: 2, a: 2, immediate: 31), .lookup)
        emit(Decoded(.not, d: 2, a: 2), .lookup)
        emit(Decoded(.mload, d: 1, a: 1, immediate: 4), .lookup)
        emit(Decoded(.and, d: 1, a: 1, b: 2), .lookup)
        constant(Architecture.stripBase, in: 0, .lookup)
        emit(Decoded(.or, d: 1, a: 1, b: 0), .lookup)
        restore(0, .lookup)
        restore(2, .lookup)
        emit(Decoded(.mjmp, a: 1), .lookup)
    }

    // MARK: Ways out

    private static let siteLength = 3

    /// A way on: to the monitor, until the jump is linked.
    private mutating func leave(for target: UInt32, linkedRole: WordRole, branch: Int? = nil) {
        let retires = linkedRole.retires
        if !retires { arrive(at: target) }
        sites.append((.continuation(target: target), words.count, linkedRole, branch))
        ask(.continuation, first: retires ? .glueEnd : .glue, target)
    }

    /// The monitor carries the instruction out. Returns false: a unit ends there.
    private mutating func callout(_ kind: Site.Kind = .instruction) -> Bool {
        sites.append((kind, words.count, .glue, nil))
        ask(.instruction, first: .glue, point.pc)
        return false
    }

    private mutating func ask(_ callout: Callout, first: WordRole, _ pc: UInt32) {
        let number = firstSite + sites.count - 1
        emit(Decoded(.mstores, d: 0, immediate: Int32(TranslatorMemory.saved[0])), first)
        point.pc = pc
        // The jump is done, so interrupts no longer wait for it.
        if callout == .continuation { point.followsSti = false }
        precondition(number <= Int16.max)
        emit(Decoded(.movi, d: 0, immediate: Int32(number)), .glue)
        clobber(0, keepsBoundary: true)
        let distance = callout.address &- (TranslatorMemory.address(ofWord: start + words.count) &+ 4)
        emit(Decoded(.jmp, immediate: Int32(bitPattern: distance)), .glue)
    }

    // MARK: Words

    private mutating func emit(_ word: UInt32, _ role: WordRole) {
        words.append(TranslatedWord(word: word, role: role, origin: UInt8(max(source.count - 1, 0)), state: point))
    }

    private mutating func emit(_ decoded: Decoded, _ role: WordRole) { emit(decoded.word, role) }

    private mutating func emit(_ instruction: Instruction, d: UInt8, strip: UInt32, _ role: WordRole) {
        emit(Decoded(instruction, d: d, immediate: Int32(strip)), role)
    }

    private mutating func save(_ register: UInt8, _ role: WordRole) {
        emit(.mstores, d: register, strip: TranslatorMemory.saved[Int(register)], role)
    }

    /// The register has been saved, and is another from here on.
    private mutating func clobber(_ register: UInt8, keepsBoundary: Bool = false) {
        point.clobbered |= 1 << register
        if !keepsBoundary { point.isBoundary = false }
    }

    private mutating func restore(_ register: UInt8, _ role: WordRole) {
        emit(.mloads, d: register, strip: TranslatorMemory.saved[Int(register)], role)
        point.clobbered &= ~(1 << register)
    }

    private mutating func constant(_ value: UInt32, in register: UInt8, _ role: WordRole) {
        emit(Decoded(.movi, d: register, immediate: Int32(Int16(truncatingIfNeeded: value))), role)
        clobber(register, keepsBoundary: point.isBoundary && point.isDynamic)
        if UInt32(bitPattern: Int32(Int16(truncatingIfNeeded: value))) != value {
            emit(Decoded(.movhi, d: register, immediate: Int32(value >> 16)), role)
        }
    }
}
