import ISA

/// A stretch of bytes with a place of its own.
struct Section {
    enum Placement {
        /// At a virtual address; loaded there, at another address, or right behind the previous section (`nil`).
        case at(virtual: UInt32, load: UInt32?)
        /// Behind the previously created section, on a page of its own.
        case following
    }

    let name: String
    let placement: Placement
    let site: Site
    /// The name where the section is opened, for diagnostics.
    let range: Range<Int>
    var bytes: [UInt8] = []
    /// `nil` until decided: an address may be known from the start, or when all sections have their size.
    var virtual: Int64?
    var load: Int64 = 0

    func address(of bound: SectionBound) -> Int64 {
        let size = Int64(bytes.count)
        return switch bound {
        case .start: virtual ?? 0
        case .end: (virtual ?? 0) + size
        case .load: load
        case .loadend: load + size
        }
    }
}

extension Assembly {
    /// Page 0 stays empty, so that a guest with paging can catch null pointers.
    private static let firstAddress = Int64(Architecture.pageSize)

    /// One that a source names.
    mutating func openSection(_ name: String, _ placement: Section.Placement, _ site: Site, _ range: Range<Int>) throws(Fault) {
        guard sections.count < limits.sections else {
            isStopped = true
            throw .at(range, "more than \(limits.sections) sections")
        }
        createSection(name, placement, site: site, range: range)
    }

    @discardableResult
    mutating func createSection(_ name: String, _ placement: Section.Placement, site: Site, range: Range<Int>) -> Int {
        let index = sections.count
        var section = Section(name: name, placement: placement, site: site, range: range)
        if case .at(let virtual, _) = placement { section.virtual = Int64(virtual) }
        // The first section has nothing to follow.
        if case .following = placement, index == 0 { section.virtual = Self.firstAddress }
        sections.append(section)
        sectionIndex[name] = index
        for bound in SectionBound.allCases {
            do throws(Fault) {
                try define("\(name).\(bound)", .bound(section: index, bound), range, site)
            } catch {
                log.report(error, at: site)
            }
        }
        currentSection = index
        return index
    }

    /// Between the passes: every section gets its addresses, in the order of creation.
    mutating func layOutSections() {
        var end = Self.firstAddress
        let page = Int64(Architecture.pageSize)
        for index in sections.indices {
            let behind = (end + page - 1) / page * page
            switch sections[index].placement {
            case .at(let virtual, let load):
                sections[index].virtual = Int64(virtual)
                sections[index].load = load.map(Int64.init) ?? behind
            case .following:
                sections[index].virtual = behind
                sections[index].load = behind
            }
            end = sections[index].address(of: .loadend)
        }
        if !doubts.contains(.addresses) { checkSections() }
    }

    private mutating func checkSections() {
        for section in sections where max(section.address(of: .end), section.address(of: .loadend)) > Int64(UInt32.max) {
            let fault = Fault.at(
                section.range, "section '\(section.name)' of \(section.bytes.count) bytes does not end below 2^32",
                note: "it starts at \(section.extent(.start)) and is loaded at \(section.extent(.load))")
            log.report(fault, at: section.site)
        }
        var previous: Section?
        for section in sections.filter({ !$0.bytes.isEmpty }).sorted(by: { ($0.load, $0.site.order) < ($1.load, $1.site.order) }) {
            if let previous, section.load < previous.address(of: .loadend) {
                // Whichever was written later is the one to move.
                let (first, second) = previous.site.order <= section.site.order ? (previous, section) : (section, previous)
                let fault = Fault.at(
                    second.range, "section '\(second.name)' overlaps section '\(first.name)'",
                    note:
                        "'\(first.name)' is loaded at \(first.extent(.load))…\(first.extent(.loadend)), opened at \(log.place(of: first.site)); "
                        + "'\(second.name)' at \(second.extent(.load))…\(second.extent(.loadend))")
                log.report(fault, at: second.site)
            }
            if section.address(of: .loadend) > previous?.address(of: .loadend) ?? -1 { previous = section }
        }
    }
}

extension Section {
    fileprivate func extent(_ bound: SectionBound) -> String { "0x" + String(address(of: bound), radix: 16) }
}
