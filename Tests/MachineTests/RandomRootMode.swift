import ISA

@testable import Machine

/// A VMCS full of chance, on a machine full of chance, with software in root mode that goes on to change the VMCS and to enter.
///
/// Guests without nested paging, and those whose nested tables lead there, can write the VMCS, too, behind the processor's back.
enum RandomRootMode {
    private static let software: UInt32 = 0x14000
    private static let nestedDirectory: UInt32 = 0x18000, ioBitmap: UInt32 = 0x1b000
    /// The last page, so that whatever is beyond the VMCS is beyond the RAM.
    static let vmcs: UInt32 = 0x1f000
    private static let region: UInt32 = 0x1e000

    /// A machine with a processor of some features, in root mode, whose VMCS is to be filled.
    static func machine(_ random: inout SplitMix64, clock: ClockMode) throws -> Host {
        let features = UInt32.random(in: 0...7, using: &random)
        let cached = [0, 1, 3].randomElement(using: &random)!
        var host = try RandomMachine.make(&random, clock: clock) { model in
            (model.rootMode, model.walkCacheEntries) = (true, cached)
            // Most have all.
            (model.nestedPaging, model.vpid, model.taskPriorityShadow) = (features != 1, features != 2, features != 3)
        }
        for table in 0..<2 {
            for entry in UInt32(0)..<1024 {
                set(nestedDirectory + 0x1000 * (UInt32(table) + 1) + entry * 4, nestedEntry(entry % 32, &random), &host)
            }
        }
        for entry in UInt32(0)..<1024 {
            set(nestedDirectory + entry * 4, nestedEntry((nestedDirectory >> 12) + 1 + entry % 2, &random), &host)
        }
        write(program(&random), at: software, &host)
        return host
    }

    /// Fills all fields, and the rest of the page; then root mode is on, with the VMCS current if that can be.
    static func fill(_ host: inout Host, _ random: inout SplitMix64) {
        let odd = [0, 0, 0.01, 0.2].randomElement(using: &random)!
        write((0..<1024).map { _ in UInt32(truncatingIfNeeded: random.next()) }, at: vmcs, &host)
        set(region, VMCSRegion.revisionNumber, &host)
        if !RandomMachine.chance(20, &random) { set(vmcs, VMCSRegion.revisionNumber, &host) }
        set(vmcs + VMCSRegion.launchState, .random(in: 0...1, using: &random), &host)
        var values: [VMCSField: UInt32] = [:]
        for field in VMCSField.allCases { values[field] = plausible(field, &random) }
        agree(&values, host.model)
        for field in VMCSField.allCases {
            let isOdd = Double.random(in: 0..<1, using: &random) < odd
            let value = isOdd ? UInt32(truncatingIfNeeded: random.next()) : values[field]!
            set(vmcs + VMCSRegion.fields + 4 * field.rawValue, value, &host)
        }
        (host.cpu.ring, host.cpu.pc, host.cpu[.cr0]) = (0, software, plausible(.hostCR0, &random))
        _ = host.turnRootModeOn(region)
        _ = host.loadVMCS(vmcs)
        host.forgetTranslations()
    }

    /// Something to be written to the VMCS while it is in use: a field, or a byte of one.
    static func change(_ random: inout SplitMix64) -> (place: UInt32, bytes: [UInt8]) {
        let fields = VMCSField.allCases
        let field = (RandomMachine.chance(2, &random) ? fields : fields.filter { $0.group == .host }).randomElement(using: &random)!
        let value = UInt32(truncatingIfNeeded: random.next())
        let count = RandomMachine.chance(3, &random) ? 1 : 4
        return (vmcs + VMCSRegion.fields + 4 * field.rawValue, (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) })
    }

    /// Makes the values such that an entry takes them, as a rule.
    private static func agree(_ values: inout [VMCSField: UInt32], _ model: HostModel) {
        if !model.nestedPaging { values[.controls]! &= ~VMCSControls.nestedPaging }
        if !model.vpid { values[.controls]! &= ~VMCSControls.vpid }
        if !model.taskPriorityShadow { values[.controls]! &= ~VMCSControls.taskPriorityShadow }
        if values[.controls]! & VMCSControls.externalInterruptExiting == 0 {
            values[.controls]! &= ~VMCSControls.acknowledgeInterrupt
        }
        let ring = values[.guestFlags]! >> Flags.ringShift & 3
        if ring == 1 || ring == 2 { values[.guestCR0]! |= CR0.middleRings }
        if values[.guestInterruptibility] == 1 {
            values[.guestFlags]! |= Flags.interrupt
            values[.guestActivity] = 0
        }
    }

    // MARK: Values

    private static func nestedEntry(_ usual: UInt32, _ random: inout SplitMix64) -> UInt32 {
        let frame = RandomMachine.chance(30, &random) ? UInt32.random(in: 0..<34, using: &random) : usual
        let bits: UInt32 =
            switch UInt32.random(in: 0..<40, using: &random) {
            case 0: UInt32(truncatingIfNeeded: random.next()) & 0xfff
            case 1: 0
            case 2, 3: NestedPTE.readable
            default: NestedPTE.readable | NestedPTE.writable
            }
        return frame << 12 | bits
    }

    /// A value that an entry may well take.
    private static func plausible(_ field: VMCSField, _ random: inout SplitMix64) -> UInt32 {
        func any() -> UInt32 { UInt32(truncatingIfNeeded: random.next()) }
        func one(of values: [UInt32]) -> UInt32 { values.randomElement(using: &random)! }
        let stack = UInt32.random(in: 0x9000..<0x10000, using: &random) & ~3
        switch field {
        // Seldom ports and vectors that all exit, or little else happens.
        case .controls: return any() & any() & VMCSControls.all & (RandomMachine.chance(2, &random) ? ~0 : ~VMCSControls.ioExiting)
        case .exceptionBitmap: return one(of: [0, 0, any(), 1 << 14, 1 << 8, any() & any()])
        case .pageFaultMask, .pageFaultMatch: return one(of: [0, 0, any() & 0x3f])
        case .ioBitmap: return ioBitmap
        case .cr0Mask: return one(of: [0, CR0.rootMode, ~0, any()])
        case .cr0Shadow: return any() & CR0.all
        case .taskPriorityThreshold, .guestCR8: return any() & 15
        case .nestedTable: return nestedDirectory
        case .vpid: return 1 + any() % 2
        case .entryEvent:
            let kind = VMCSEvent.Kind.allCases.randomElement(using: &random)!
            let vector = kind == .exception ? any() & 31 : any() & 0xff | (kind == .interrupt ? 32 : 0)
            return one(of: [0, any() & ~VMCSEvent.valid, VMCSEvent.valid | kind.rawValue << VMCSEvent.kindShift | vector])
        case .entryInstructionLength: return 4
        case .guestPC: return .random(in: 0..<0x7000, using: &random) & ~3
        case .guestFlags:
            return any() & Flags.all & (RandomMachine.chance(4, &random) ? ~0 : ~Flags.trace) | any() & 3 << Flags.ringShift
        case .guestCR0: return any() & 7
        case .guestCR3, .hostCR3: return RandomMachine.directory
        case .guestSP, .guestSP0, .guestSP1, .guestSP2, .hostSP, .hostSP0, .hostSP1, .hostSP2: return stack
        case .guestLimit, .hostLimit: return one(of: [Architecture.stripBase, Architecture.stripBase, 0x20000])
        case .guestSysentry, .hostSysentry: return RandomMachine.address(&random) & ~3
        case .guestTrapTable, .hostTrapTable: return RandomMachine.trapTable
        case .guestActivity: return RandomMachine.chance(10, &random) ? 1 : 0
        case .guestInterruptibility: return RandomMachine.chance(6, &random) ? 1 : 0
        case .hostPC: return software + .random(in: 0..<0x200, using: &random) & ~3
        case .hostCR0: return CR0.rootMode | one(of: [0, 0, CR0.paging])
        default: return any()
        }
    }

    // MARK: Software

    /// A page of what a monitor might do, and more often than not does wrong.
    private static func program(_ random: inout SplitMix64) -> [UInt32] {
        var words: [Decoded] = []
        func set(_ register: UInt8, _ value: UInt32) {
            words.append(Decoded(.movi, d: register, immediate: Int32(Int16(truncatingIfNeeded: value))))
            words.append(Decoded(.movhi, d: register, immediate: Int32(value >> 16)))
        }
        while words.count < 900 {
            let field = VMCSField.allCases.randomElement(using: &random)!
            let value = RandomMachine.chance(12, &random) ? UInt32(truncatingIfNeeded: random.next()) : plausible(field, &random)
            set(1, field.rawValue)
            switch Int.random(in: 0..<24, using: &random) {
            case 0..<6:
                set(2, value)
                words.append(Decoded(.vmwrite, d: 1, a: 2))
            case 6, 7: words.append(Decoded(.vmread, d: .random(in: 0...15, using: &random), a: 1))
            case 8..<12:
                // Past the instruction that exited.
                set(1, VMCSField.guestPC.rawValue)
                words += [Decoded(.vmread, d: 2, a: 1), Decoded(.addi, d: 2, a: 2, immediate: 4), Decoded(.vmwrite, d: 1, a: 2)]
            case 12:
                set(1, [nestedDirectory, nestedDirectory + 0x1000, value].randomElement(using: &random)!)
                words.append(Decoded(.invept, a: 1))
            case 13:
                set(1, .random(in: 0...2, using: &random))
                words.append(Decoded(.invvpid, a: 1))
            case 14:
                set(1, [vmcs, vmcs, region, 0x7000, value].randomElement(using: &random)!)
                words.append(Decoded(RandomMachine.chance(2, &random) ? .vmclear : .vmptrld, a: 1))
                set(1, vmcs)
                words.append(Decoded(.vmptrld, a: 1))
            case 15 where RandomMachine.chance(8, &random):
                set(1, region)
                words += [Decoded(.vmxoff), Decoded(.vmxon, a: 1)]
                set(1, vmcs)
                words.append(Decoded(.vmptrld, a: 1))
            case 16: words.append(Decoded(word: RandomMachine.word(&random)) ?? Decoded(.vmcall))
            default: words += [Decoded(.vmresume), Decoded(.vmlaunch)]
            }
        }
        words.append(Decoded(.jmp, immediate: Int32(-4 * (words.count + 1))))
        return words.map(\.word)
    }

    private static func set(_ place: UInt32, _ value: UInt32, _ host: inout Host) { write([value], at: place, &host) }

    private static func write(_ words: [UInt32], at place: UInt32, _ host: inout Host) {
        _ = host.load(words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }, at: place)
    }
}
