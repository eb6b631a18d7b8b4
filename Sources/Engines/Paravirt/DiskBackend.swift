import Devices
import ISA
import Machine
import VMM

/// The hypervisor's side of the disk's ring: requests in, responses out, one at a time at the host's disk.
///
/// Real world: a driver in another guest does this, for Xen has no drivers; each event then costs a switch of guests.
struct DiskBackend: Sendable {
    /// The ring's page, while one is connected.
    struct Ring: Sendable {
        let grant: UInt32
        let frame: UInt32
        /// Requests taken, and responses given; the page says the same, but the guest can write there.
        var taken: UInt32 = 0
        var answered: UInt32 = 0
    }

    struct Request: Sendable {
        let id, operation, sector, grant, offset, count: UInt32
        var frame: UInt32 = 0
        /// Reading from the disk writes to memory.
        var writesMemory: Bool { operation == DiskRequest.read }
    }

    var ring: Ring?
    var underWay: Request?
}

extension Hypervisor {
    private func place(_ ring: DiskBackend.Ring, _ place: RequestRing, at offset: UInt32 = 0) -> UInt32 {
        ring.frame << 12 + place.rawValue + offset
    }

    private func setWord(
        _ ring: DiskBackend.Ring, _ place: RequestRing, at offset: UInt32 = 0, _ value: UInt32, on host: inout Host
    ) {
        setSharedWord(self.place(ring, place, at: offset), value, on: &host)
    }

    private func slot(_ number: UInt32) -> UInt32 { number % RequestRing.slotCount * RequestRing.slotSize }

    // MARK: Connecting

    mutating func connectRing(_ channel: UInt32, grant: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard channel == EventChannel.disk.rawValue else { throw .invalid }
        guard disk.ring == nil else { throw .busy }
        let frame = try takeGrant(grant, writing: true, on: &host)
        let ring = DiskBackend.Ring(grant: grant, frame: frame)
        // Whatever the page held: the ring begins empty.
        for place in [RequestRing.requestsProduced, .responsesProduced] { setWord(ring, place, 0, on: &host) }
        for place in [RequestRing.requestEvent, .responseEvent] { setWord(ring, place, 1, on: &host) }
        disk.ring = ring
    }

    mutating func disconnectRing(_ channel: UInt32, on host: inout Host) throws(HypercallStatus) {
        guard channel == EventChannel.disk.rawValue, let ring = disk.ring else { throw .invalid }
        guard disk.underWay == nil else { throw .busy }
        letGo(of: ring, on: &host)
    }

    private mutating func letGo(of ring: DiskBackend.Ring, on host: inout Host) {
        dropGrant(ring.grant, frame: ring.frame, writing: true, on: &host)
        disk.ring = nil
    }

    /// The guest has put something into a ring, or made room in it.
    mutating func sendEvent(_ channel: UInt32, on host: inout Host) throws(HypercallStatus) {
        switch EventChannel(rawValue: channel) {
        case .console:
            printOutput(on: &host)
            if console.isFull { takeInput(on: &host) }
        case .disk: startRequests(on: &host)
        case .timer, nil: throw .invalid
        }
    }

    // MARK: Requests

    /// Takes requests until the host's disk has something to do, or there are none. Only then does the ring ask for an event:
    /// while the disk works, more requests need none.
    private mutating func startRequests(on host: inout Host) {
        while disk.underWay == nil, var ring = disk.ring {
            let waiting = sharedWord(place(ring, .requestsProduced), on: &host) &- ring.taken
            if waiting == 0 { return setWord(ring, .requestEvent, ring.taken &+ 1, on: &host) }
            // A guest that claims more requests than there are slots is not served any more.
            guard waiting <= RequestRing.slotCount else { return letGo(of: ring, on: &host) }
            let request = read(slot(ring.taken), of: ring, on: &host)
            ring.taken &+= 1
            disk.ring = ring
            counters.ringRequests &+= 1
            host.charge(.deviceModel)
            do throws(HypercallStatus) {
                try start(request, on: &host)
            } catch {
                answer(request.id, error, on: &host)
            }
        }
    }

    private func read(_ slot: UInt32, of ring: DiskBackend.Ring, on host: inout Host) -> DiskBackend.Request {
        func field(_ place: DiskRequest) -> UInt32 {
            sharedWord(self.place(ring, .slots, at: slot + place.rawValue), on: &host)
        }
        return DiskBackend.Request(
            id: field(.id), operation: field(.operation), sector: field(.sector), grant: field(.grant), offset: field(.offset),
            count: field(.count))
    }

    private mutating func start(_ request: DiskBackend.Request, on host: inout Host) throws(HypercallStatus) {
        let size = UInt32(Disk.sectorSize)
        guard request.operation == DiskRequest.read || request.operation == DiskRequest.write,
            1...Architecture.pageSize / size ~= request.count, request.offset % size == 0,
            request.offset <= Architecture.pageSize - request.count * size
        else { throw .invalid }
        var request = request
        request.frame = try takeGrant(request.grant, writing: request.writesMemory, on: &host)
        VirtualDevices.startDisk(
            command: request.operation, sector: request.sector, count: request.count, offset: request.offset,
            pages: [request.frame << 12], on: &host)
        disk.underWay = request
    }

    /// The host's disk has interrupted.
    mutating func diskIsDone(on host: inout Host) {
        let failed = host.readDevice(VirtualDevices.place("DISK_STATUS")) & 4 != 0
        host.writeDevice(VirtualDevices.place("DISK_STATUS"), 6)
        host.charge(.deviceModel)
        guard let request = disk.underWay else { return }
        disk.underWay = nil
        dropGrant(request.grant, frame: request.frame, writing: request.writesMemory, on: &host)
        answer(request.id, failed ? .invalid : .done, on: &host)
        startRequests(on: &host)
    }

    /// Puts a response into the ring, and tells the guest if that is the one it waits for.
    private mutating func answer(_ id: UInt32, _ status: HypercallStatus, on host: inout Host) {
        guard var ring = disk.ring else { return }
        let slot = slot(ring.answered)
        setWord(ring, .slots, at: slot + DiskRequest.id.rawValue, id, on: &host)
        setWord(ring, .slots, at: slot + DiskRequest.status, status.word, on: &host)
        ring.answered &+= 1
        disk.ring = ring
        setWord(ring, .responsesProduced, ring.answered, on: &host)
        guard sharedWord(place(ring, .responseEvent), on: &host) == ring.answered else { return }
        counters.ringNotifications &+= 1
        raise(.disk, on: &host)
    }
}
