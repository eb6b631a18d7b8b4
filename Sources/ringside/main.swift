import Machine
import Devices
import ISA
var costs: [Primitive: HostModel.Cost] = [:]
for p in Primitive.allCases { costs[p] = .init(cycles: 1, source: "x", grade: .assumed) }
let model = HostModel(name: "t", title: "t", year: 2000, isa: .x86, rootMode: false, nestedPaging: false, vpid: false, iommu: false, tlbEntries: 64, tlbWays: 4, diskRequestTicks: 1000, diskSectorTicks: 100, costs: costs)
func run(_ name: String, _ words: [Decoded], user: [Decoded] = [], clock: ClockMode = .cycles) {
    if CommandLine.arguments.count > 1, CommandLine.arguments[1] != name { return }
    var host = Host(model: model, ramSize: 16 << 20, clockMode: clock, bus: StandardBoard.bus(for: model))
    func put(_ w: [Decoded], _ at: UInt32) {
        _ = host.load(w.flatMap { d in (0..<4).map { UInt8(truncatingIfNeeded: d.word >> ($0 * 8)) } }, at: at)
    }
    func put32(_ v: UInt32, _ at: UInt32) { _ = host.load((0..<4).map { UInt8(truncatingIfNeeded: v >> ($0 * 8)) }, at: at) }
    put(words, 0x1000); put(user, 0x2000)
    // identity map 4 MiB, all rings
    put32(0x101000 | 0xf, 0x100000)
    for i in 0..<1024 { put32(UInt32(i) << 12 | 0xf, 0x101000 + UInt32(i) * 4) }
    host.cpu.pc = 0x1000
    host.cpu[.cr3] = 0x100000
    host.cpu[.cr0] = 1
    host.cpu[.sp0] = 0x9000
    host.cpu[.sysentry] = 0x1100
    host.cpu.registers[13] = 0x2000
    host.cpu.registers[15] = 0x8000
    let clock = ContinuousClock()
    let t = clock.measure { print(host.run(Slice(untilCycle: 1_000_000_000))) }
    let s = Double(t.components.seconds) + Double(t.components.attoseconds) / 1e18
    print(name, Double(host.counters.retired) / s / 1e6, "Minstr/s", Double(host.counters.systemCalls) / s / 1e6, "Msyscalls/s", host.ledger.balances, host.counters.tlbMisses)
}
run("arith", [
    Decoded(.addi, d: 1, a: 1, immediate: 1), Decoded(.xor, d: 2, a: 2, b: 1), Decoded(.shli, d: 3, a: 2, immediate: 3),
    Decoded(.add, d: 4, a: 3, b: 2), Decoded(.sub, d: 5, a: 4, b: 1), Decoded(.or, d: 6, a: 5, b: 2), Decoded(.cmpi, a: 1, immediate: 0),
    Decoded(.jne, immediate: -32)])
run("arith-ilp", [
    Decoded(.addi, d: 1, a: 1, immediate: 1), Decoded(.xor, d: 2, a: 2, b: 1), Decoded(.shli, d: 4, a: 1, immediate: 3),
    Decoded(.add, d: 3, a: 3, b: 1), Decoded(.sub, d: 5, a: 5, b: 4), Decoded(.or, d: 6, a: 2, b: 3), Decoded(.cmpi, a: 1, immediate: 0),
    Decoded(.jne, immediate: -32)])
run("loadstore", [
    Decoded(.movi, d: 1, immediate: 0x4000), 
    Decoded(.load, d: 2, a: 1, immediate: 0), Decoded(.addi, d: 2, a: 2, immediate: 1), Decoded(.store, d: 2, a: 1, immediate: 0),
    Decoded(.load, d: 3, a: 1, immediate: 4), Decoded(.store, d: 3, a: 1, immediate: 8), Decoded(.addi, d: 4, a: 4, immediate: 1),
    Decoded(.cmpi, a: 4, immediate: 0), Decoded(.jne, immediate: -32)])
var words = [Decoded(.sysret)] + Array(repeating: Decoded(.nop), count: 63)
words.append(Decoded(.sysret))
run("syscall", words, user: [Decoded(.syscall), Decoded(.jmp, immediate: -8)])
run("arith-guest", [
    Decoded(.addi, d: 1, a: 1, immediate: 1), Decoded(.xor, d: 2, a: 2, b: 1), Decoded(.shli, d: 3, a: 2, immediate: 3),
    Decoded(.add, d: 4, a: 3, b: 2), Decoded(.sub, d: 5, a: 4, b: 1), Decoded(.or, d: 6, a: 5, b: 2), Decoded(.cmpi, a: 1, immediate: 0),
    Decoded(.jne, immediate: -32)], clock: .guest)
