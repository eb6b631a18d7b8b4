import ISA
import Machine
import VMM

/// Binary translation with direct execution: the guest's programs run as they are, and its kernel as translations that do
/// without what the processor would let slip or trap on.
package struct BinaryTranslationEngine: Engine {
    private var translator: TranslationMonitor?
    private let options: EngineOptions

    package init(_ options: EngineOptions = EngineOptions()) { self.options = options }

    package func memoryMap(guestSize: Int) -> GuestPhysicalMap? { MonitorMemory.map(guestSize: guestSize) }

    package mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?) {
        guard let map else { preconditionFailure("a monitor's guest has a map") }
        translator = TranslationMonitor(&host, map: map, entry: entry, options)
    }

    package mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop {
        guard var translator else { preconditionFailure("run before boot") }
        self.translator = nil
        defer { self.translator = translator }
        return Self.run(&translator, &host, slice)
    }

    private static func run(_ translator: inout TranslationMonitor, _ host: inout Host, _ slice: Slice) -> GuestStop {
        while true {
            let stop: HostStop?
            if translator.monitor.isGuestRunning {
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
                stop = translator.goOn(slice, on: &host)
            }
            switch stop {
            case nil, .budget: continue
            case .monitor(let entry): translator.handle(entry, on: &host)
            case .powerOff, .halt, .tripleFault, .vmExit: preconditionFailure("the monitor's own machine stopped")
            }
        }
    }

    /// All translations, to look at.
    package var cache: TranslationCache? { translator?.cache }

    package func addressing(_ host: borrowing Host) -> Addressing {
        .shadow(root: translator?.monitor.shadows?.rootAddress ?? 0)
    }

    package func guestPC(at pc: UInt32, _ host: borrowing Host) -> UInt32? {
        pc < Architecture.stripBase ? pc : translator?.boundary(at: pc)
    }

    package mutating func redirect(to pc: UInt32, on host: inout Host) -> Bool {
        guard var translator, host.isExecuting else { return false }
        self.translator = nil
        defer { self.translator = translator }
        return translator.redirect(to: pc, on: &host)
    }

    package func guestCPU(_ host: borrowing Host) -> CPU { translator?.guestCPU(host) ?? CPU() }
    package func guestBus(_ host: borrowing Host) -> Bus { translator?.monitor.machine.bus ?? Bus() }
    package func guestMap(_ host: borrowing Host) -> GuestPhysicalMap? { translator?.monitor.machine.map }
    package var statistics: ExitStatistics? { translator?.monitor.statistics }

    package func counters(_ host: borrowing Host) -> [String: UInt64] {
        guard let translator else { return [:] }
        let (cache, callouts) = (translator.cache.counters, translator.callouts)
        return translator.monitor.memoryCounters.merging([
            "units": cache.units, "unitInstructions": cache.instructions, "unitIdentical": cache.identical, "links": cache.links,
            "unlinks": cache.unlinks, "unitsInvalidated": cache.invalidated, "adaptations": cache.adaptations,
            "reversions": cache.reversions, "cacheFlushes": cache.flushes, "cacheBytes": UInt64(translator.cache.bytes),
            "calloutsLookup": callouts.lookups, "calloutsLink": callouts.links, "calloutsInstruction": callouts.instructions,
            "calloutsAccess": callouts.accesses, "retiredTranslated": host.counters.retiredTranslated,
            "retiredChanged": host.counters.retiredChanged, "retiredEmulated": host.counters.retiredEmulated,
            "lookups": host.counters.lookups, "lookupHits": host.counters.lookups &- callouts.lookups,
        ]) { first, _ in first }
    }

    /// Neither carried out by the monitor nor in the cache.
    package func directShare(_ host: borrowing Host) -> Double {
        let (retired, translated) = (host.counters.retired, host.counters.retiredTranslated)
        guard let translator, retired > 0 else { return 1 }
        return Double(retired - translated - translator.monitor.emulated) / Double(retired)
    }
}
