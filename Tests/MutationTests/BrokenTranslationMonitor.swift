import ISA
import VMM

@testable import Engines
@testable import Machine

/// Binary translation with a mistake: the loop is that of the real engine, and so are its monitor and its translator; each
/// mutation spoils in one place the words of translations, or what a step of the monitor's has done. Without a mutation it is
/// a correct engine. Programs are translated, too, so that every guest instruction meets the translator.
struct BrokenTranslationMonitor: Engine {
    let mutation: TranslationMutation?
    private var translator: TranslationMonitor!

    init(_ mutation: TranslationMutation?) { self.mutation = mutation }

    func memoryMap(guestSize: Int) -> GuestPhysicalMap? { MonitorMemory.map(guestSize: guestSize) }

    mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?) {
        var options = EngineOptions()
        options.translatesUser = true
        translator = TranslationMonitor(&host, map: map!, entry: entry, options)
    }

    mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop {
        while true {
            let stop: HostStop?
            if translator.monitor.isGuestRunning {
                spoilEntry(&host)
                stop = host.run(slice)
                if stop == .budget { return .budget }
            } else if let stop = translator.monitor.machine.finalStop {
                translator.monitor.finish(on: &host)
                return GuestStop(stop)
            } else if host.interruptIsDue, let entry = host.takeInterrupt() {
                stop = .monitor(entry)
            } else if host.ledger.clock >= slice.cycle || host.now >= slice.tick {
                return .budget
            } else {
                let before = Before(mutation, translator, host)
                stop = translator.goOn(slice, on: &host)
                spoilWayIn(before, &host)
                spoilTranslations(before, &host)
            }
            switch stop {
            case nil, .budget: continue
            case .monitor(let entry):
                if mutation == .dmaUnseen { _ = host.takeTracedWrites() }
                let before = Before(mutation, translator, host)
                translator.handle(entry, on: &host)
                spoilExit(entry, before, &host)
                spoilTranslations(before, &host)
            // A guest has got at what is the monitor's own.
            case .powerOff, .halt, .tripleFault, .vmExit: return .halt
            }
        }
    }

    func guestCPU(_ host: borrowing Host) -> CPU { translator.guestCPU(host) }
    func guestBus(_ host: borrowing Host) -> Bus { translator.monitor.machine.bus }
    func guestMap(_ host: borrowing Host) -> GuestPhysicalMap? { translator.monitor.machine.map }
    var statistics: ExitStatistics? { translator.monitor.statistics }
    func directShare(_ host: borrowing Host) -> Double { 1 }
}

/// What a step of the monitor's found.
private struct Before {
    let counters: TranslationCache.Counters
    let units: Int
    let r0: UInt32
    /// Jumps that are linked, by site, as far as the mutation is about them.
    var links: [Int: (word: Int, jump: UInt32)] = [:]
    /// Likewise, where look-ups lead, by the place of the offset.
    var lookups: [(place: UInt32, offset: UInt32)] = []

    init(_ mutation: TranslationMutation?, _ translator: TranslationMonitor, _ host: borrowing Host) {
        let cache = translator.cache
        (counters, units) = (cache.counters, cache.units.count)
        r0 = host.cpu.registers[0]
        switch mutation {
        case .linkOutlivesCode:
            for site in cache.units.flatMap(\.incoming) {
                links[site] = (cache.sites[site].word, host.translatedWord(cache.sites[site].word))
            }
        case .lookupOutlivesMapping, .lookupIgnoresRing:
            for entry in 0..<TranslatorMemory.lookupEntries {
                let place = TranslatorMemory.lookupTable << 12 + entry * 8 + 4
                if host.monitorWord(place) != 0 { lookups.append((place, host.monitorWord(place))) }
            }
        default: break
        }
    }
}

extension BrokenTranslationMonitor {
    /// Spoils what the processor is about to execute.
    private mutating func spoilEntry(_ host: inout Host) {
        switch mutation {
        case .codeNotWatched: for frame in host.memory.frames(with: .translated) { host.watchCode(frame: frame, false) }
        case .limitForgotten where host.cpu[.limit] != Architecture.stripBase:
            host.cpu[.limit] = Architecture.stripBase
            host.limitOfRing[Int(host.cpu.ring)] = Architecture.stripBase
            host.forgetTranslations()
        default: break
        }
    }

    /// Spoils what the monitor has done to have the guest go on.
    private mutating func spoilWayIn(_ before: Before, _ host: inout Host) {
        switch mutation {
        case .lookupIgnoresRing: restoreLookups(before, &host)
        default: break
        }
    }

    /// Spoils what the monitor has done for an exit.
    private mutating func spoilExit(_ entry: MonitorEntry, _ before: Before, _ host: inout Host) {
        let isInvalidated = translator.cache.counters.invalidated != before.counters.invalidated
        switch mutation {
        case .registerElsewhere:
            if case .trap = entry.kind { translator.monitor.machine.cpu.registers[0] = before.r0 }
        case .lookupOutlivesMapping where !isInvalidated:
            restoreLookups(before, &host)
        default: break
        }
    }

    private mutating func restoreLookups(_ before: Before, _ host: inout Host) {
        guard translator.cache.counters.flushes == before.counters.flushes else { return }
        for (place, offset) in before.lookups where host.monitorWord(place) == 0 { host.setMonitorWord(place, offset) }
    }

    private mutating func spoilTranslations(_ before: Before, _ host: inout Host) {
        let cache = translator.cache
        let isFlushed = cache.counters.flushes != before.counters.flushes
        for unit in cache.units[(isFlushed ? 0 : before.units)...] { spoil(unit, &host) }
        if isFlushed || cache.counters.links == before.counters.links && cache.counters.unlinks == before.counters.unlinks {
            return
        }
        spoilLinks(before, &host)
    }

    /// Spoils links that were made or undone.
    private func spoilLinks(_ before: Before, _ host: inout Host) {
        let (cache, isInvalidated) = (translator.cache, translator.cache.counters.invalidated != before.counters.invalidated)
        switch mutation {
        case .linkOutlivesCode where isInvalidated:
            let linked = Set(cache.units.flatMap(\.incoming))
            for (site, link) in before.links where !linked.contains(site) {
                host.setTranslatedWord(link.word, link.jump, cache.sites[site].linkedRole)
            }
        default: break
        }
    }

    /// Spoils words of a translation that has just been made.
    private func spoil(_ unit: TranslationUnit, _ host: inout Host) {
        for index in 0..<unit.wordCount {
            let (number, origin) = (unit.start + index, unit.origin(ofWord: index))
            guard let word = Decoded(word: host.translatedWord(number)), let source = Decoded(word: unit.source[origin]) else {
                continue
            }
            var role = host.role(ofWord: number)
            let next = unit.key.pc &+ UInt32(origin + 1) * 4
            let spoiled = spoiled(word, role, of: source.instruction, before: next)
            if mutation == .glueCounted, source.instruction == .call, word.instruction == .push { role = .identical }
            host.setTranslatedWord(number, (spoiled ?? word).word, role)
        }
    }

    private static let flag = Int32(TranslatorMemory.flags << 12 + TranslatorMemory.interruptFlag)
    private static let guardedFlag = Int32(TranslatorMemory.guardedFlags << 12 + TranslatorMemory.interruptFlag)
    private static let guardedPriority = Int32(TranslatorMemory.guardedFlags << 12 + TranslatorMemory.taskPriority)

    /// What becomes of a word in the translation of an instruction, which ends before an address; `nil` if it stays.
    private func spoiled(_ word: Decoded, _ role: WordRole, of source: Instruction, before next: UInt32) -> Decoded? {
        let (nop, sp) = (Decoded(.nop), UInt8(Architecture.stackPointer))
        func isStore(_ place: Int32) -> Bool { word.instruction == .mstores && word.immediate == place }
        switch (mutation, source) {
        case (.hostFlagPushed, .pushf) where [.xori, .or].contains(word.instruction): return nop
        case (.cliForgotten, .cli) where isStore(Self.flag): return nop
        case (.stiForgotten, .sti) where isStore(Self.guardedFlag): return nop
        case (.popfKeepsInterrupts, .popf) where isStore(Self.guardedFlag): return nop
        case (.stiShadowLost, .sti) where word.instruction == .mloads && word.immediate == Self.flag:
            return Decoded(.movi, d: word.d, immediate: 1)
        case (.hostTrapTableShown, .sidt) where word.instruction == .mloads: return Decoded(.sidt, d: word.d)
        case (.hostRingShown, .rdring) where word.instruction == .movi: return Decoded(.rdring, d: word.d)
        case (.stackPointerLost, .movtcr) where isStore(Int32(TranslatorMemory.control(ControlRegister.sp0.rawValue))): return nop
        case (.taskPriorityLost, .movtcr) where isStore(Int32(TranslatorMemory.control(ControlRegister.cr8.rawValue))): return nop
        case (.taskPriorityUnguarded, .movtcr) where isStore(Self.guardedPriority): return nop
        case (.taskPriorityUnchecked, .movtcr) where word.instruction == .sari: return Decoded(.movi, d: word.d, immediate: 0)
        case (.wrongReturnAddress, .call)
        where word.instruction == .movi && word.immediate == Int32(Int16(truncatingIfNeeded: next)):
            return Decoded(.movi, d: word.d, immediate: word.immediate - 4)
        case (.conditionInverted, .je) where word.instruction == .je: return Decoded(.jne, immediate: word.immediate)
        case (.conditionInverted, .jne) where word.instruction == .jne: return Decoded(.je, immediate: word.immediate)
        // Three words: load, store where it leads, add. They become add, load, store.
        case (.returnReadsLate, .ret) where word.instruction == .load: return Decoded(.addi, d: sp, a: sp, immediate: 4)
        case (.returnReadsLate, .ret) where isStore(Int32(TranslatorMemory.target)):
            return Decoded(.load, d: 0, a: sp, immediate: -4)
        case (.returnReadsLate, .ret) where word.instruction == .addi:
            return Decoded(.mstores, d: 0, immediate: Int32(TranslatorMemory.target))
        case (.lookupKeepsRegister, .ret), (.lookupKeepsRegister, .jmpr), (.lookupKeepsRegister, .callr):
            return word.instruction == .mloads && word.immediate == Int32(TranslatorMemory.saved[2]) ? nop : nil
        case (.wayOutLosesRegister, _) where [.glue, .glueEnd].contains(role) && isStore(Int32(TranslatorMemory.saved[0])):
            return Decoded(.mstores, d: 1, immediate: word.immediate)
        default: return nil
        }
    }
}
