import Devices
import ISA
import Machine
import VMM

/// What is made before a paravirtual guest's first instruction: its first page tables, and the window through which it and its
/// hypervisor see each other. Real world: tools of another, privileged guest build a domain; its clock begins afterwards, as here.
struct DomainBuilder {
    let map: GuestPhysicalMap
    let frameCount: Int

    private var pages: UInt32 { UInt32(map.size >> 12) }
    private func frame(of page: UInt32) -> UInt32 { UInt32(map.offset(of: page << 12)!) >> 12 }

    /// Page tables that map so many pages, one for each 4 MiB.
    private static func tables(_ pages: UInt32) -> UInt32 { (pages + 1023) / 1024 }
    private var tables: UInt32 { Self.tables(pages) }
    private var directoryPage: UInt32 { freeEnd >> 12 }

    /// Where free memory ends: its last pages are the first directory and, behind it, the tables.
    static func freeEnd(guestSize: Int) -> UInt32 {
        let pages = UInt32(guestSize >> 12)
        return (pages - tables(pages) - 1) << 12
    }
    var freeEnd: UInt32 { Self.freeEnd(guestSize: map.size) }
    /// The frame of the first directory.
    var directory: UInt32 { frame(of: directoryPage) }

    private static let kernelEntry = PTE.present | 1 << PTE.ringShift

    /// Writes the first page tables: memory at its own addresses, for ring 1, and writable where it is not a table itself.
    func buildTables(on host: inout Host) {
        for table in 0..<tables {
            let tableFrame = frame(of: directoryPage + 1 + table)
            host.clearMonitorPage(frame: tableFrame)
            for page in table * 1024..<min(pages, (table + 1) * 1024) {
                let writable = page < directoryPage ? PTE.writable : 0
                host.setMonitorWord(tableFrame << 12 + page % 1024 * 4, frame(of: page) << 12 | Self.kernelEntry | writable)
            }
        }
        host.clearMonitorPage(frame: directory)
        for table in 0..<tables {
            let entry = frame(of: directoryPage + 1 + table) << 12 | PTE.present | PTE.writable | PTE.ringMask
            host.setMonitorWord(directory << 12 + table * 4, entry)
        }
    }

    /// Writes the window's page table and pages.
    func buildWindow(on host: inout Host) {
        show(MonitorMemory.startInfo, at: ParavirtualInterface.start, writable: false, on: &host)
        show(MonitorMemory.sharedInfo, at: ParavirtualInterface.shared, writable: true, on: &host)
        show(MonitorMemory.consoleRing, at: ParavirtualInterface.console, writable: true, on: &host)
        show(MonitorMemory.grantTable, at: ParavirtualInterface.grants, writable: true, on: &host)
        showTable(MonitorMemory.frameOfPage, at: ParavirtualInterface.frameOfPage, words: pages, on: &host)
        showTable(MonitorMemory.pageOfFrame, at: ParavirtualInterface.pageOfFrame, words: UInt32(frameCount), on: &host)
        for frame in 0..<UInt32(frameCount) {
            host.setMonitorWord(MonitorMemory.pageOfFrame << 12 + frame * 4, ParavirtualInterface.none)
        }
        for page in 0..<pages {
            host.setMonitorWord(MonitorMemory.frameOfPage << 12 + page * 4, frame(of: page))
            host.setMonitorWord(MonitorMemory.pageOfFrame << 12 + frame(of: page) * 4, page)
        }
        tell(.magic, StartInfo.magicWord, on: &host)
        tell(.pages, pages, on: &host)
        tell(.freeEnd, freeEnd, on: &host)
        tell(.tableBase, directoryPage << 12, on: &host)
        tell(.flags, host.model.isa == .classic ? StartInfo.privilegedReturn : 0, on: &host)
        tell(.diskSectors, host.bus.first(Disk.self).map { UInt32($0.sectors.count) } ?? 0, on: &host)
        tell(.machineFrames, UInt32(frameCount), on: &host)
        host.setMonitorWord(MonitorMemory.sharedInfo << 12 + SharedInfo.eventsMasked.rawValue, 1)
    }

    private func tell(_ place: StartInfo, _ value: UInt32, on host: inout Host) {
        host.setMonitorWord(MonitorMemory.startInfo << 12 + place.rawValue, value)
    }

    private func show(_ frame: UInt32, at address: UInt32, writable: Bool, on host: inout Host) {
        let place = MonitorMemory.windowTable << 12 + (address >> 12 & 1023) * 4
        let bits = PTE.accessed | (writable ? PTE.writable | PTE.dirty : 0)
        host.setMonitorWord(place, frame << 12 | Self.kernelEntry | bits)
    }

    private func showTable(_ frame: UInt32, at address: UInt32, words: UInt32, on host: inout Host) {
        for page in 0..<(words + 1023) / 1024 {
            show(frame + page, at: address + page << 12, writable: false, on: &host)
        }
    }
}
