import Machine
import VMM

/// Bare metal: nobody is between the guest and the host. The baseline of every comparison.
package struct NativeEngine: Engine {
    package init() {}

    package mutating func boot(_ host: inout Host, entry: UInt32, map: GuestPhysicalMap?) { host.cpu.pc = entry }

    package mutating func run(_ host: inout Host, _ slice: Slice) -> GuestStop { GuestStop(host.run(slice)) }

    package func guestCPU(_ host: borrowing Host) -> CPU { host.cpu }

    package func guestBus(_ host: borrowing Host) -> Bus { host.bus }

    package func directShare(_ host: borrowing Host) -> Double { 1 }
}
