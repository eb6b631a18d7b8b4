import Devices
import ISA

@testable import Machine

/// Guests that do much at once, for ever, to compare runs of.
enum ReferenceGuest: CaseIterable {
    case pagingKernel, selfModifier

    func make(clock: ClockMode = .cycles, events: EventMask = []) throws -> Guest {
        switch self {
        case .pagingKernel: try Self.pagingKernel(clock, events)
        case .selfModifier: try Self.selfModifier(clock, events)
        }
    }

    /// A user program whose pages appear on demand and go again with every eighth tick; it divides by zero now and then, and
    /// writes to the console by system calls.
    private static func pagingKernel(_ clock: ClockMode, _ events: EventMask) throws -> Guest {
        let entry = Guest.tableEntry(0x402000)
        let guest = try Guest(
            prelude + """
                    mov r0, kernel
                    mov sysentry, r0
                    clr r0
                    out PIC_MASK, r0
                    mov r0, \(clock == .cycles ? 9000 : 100)
                    out TIMER_PERIOD, r0
                    mov r0, 3
                    out TIMER_CONTROL, r0
                    mov r11, 0x406000

                """ + enter(3, "user", flags: "FLAG_INTERRUPT")
                    + """
                    kernel:
                        push r1
                        mov r1, '.'
                        out CONSOLE_DATA, r1
                        pop r1
                        sysret
                    timer:
                        push r1
                        push r2
                        mov r1, 1
                        out TIMER_STATUS, r1
                        out PIC_EOI, r1
                        inc r10
                        test r10, 7
                        jne .done
                        clr r2
                        mov r1, \(entry)
                        store [r1], r2
                        store [r1+4], r2
                        store [r1+8], r2
                        mov r1, cr3
                        mov cr3, r1
                    .done:
                        pop r2
                        pop r1
                        iret
                    divide:
                        push r1
                        load r1, [sp+4+FRAME_PC]
                        add r1, 4
                        store [sp+4+FRAME_PC], r1
                        pop r1
                    service:
                        inc r9
                        iret
                    fault:
                        push r1
                        push r2
                        mov r1, cr2
                        shr r1, 12
                        and r1, 15
                        shl r2, r1, 12
                        mov r8, 0x10000
                        add r2, r8
                        or r2, PTE_PRESENT | PTE_WRITABLE | PTE_USER
                        shl r1, 2
                        mov r8, \(entry - 8)
                        add r1, r8
                        store [r1], r2
                        pop r2
                        pop r1
                        iret
                    .section user, 0x400000, 0x5000
                    user:
                        mov r1, 0x402000
                    .next:
                        add r2, 7
                        store [r1+8], r2
                        load r3, [r1+8]
                        and r4, r2, 3
                        div r5, r2, r4
                        push r5
                        syscall
                        int 0x80
                        pop r6
                        add r1, 0x1000
                        cmp r1, r11
                        jne .next
                        jmp user

                    """
                + gates([
                    (0, "divide", "GATE_PRESENT"), (14, "fault", "GATE_PRESENT"), (0x20, "timer", "GATE_PRESENT"),
                    (0x80, "service", "GATE_PRESENT | GATE_USER"),
                ]), clock: clock, events: events)
        guest.enablePaging()
        guest.map(0x400000, to: 0x5000, Guest.user)
        // The stack that `enter` gives it.
        guest.map(0xa000, to: 0xa000, Guest.user)
        return guest
    }

    /// Patches its own next instruction, and calls code that the disk has just written to memory while the processor slept.
    private static func selfModifier(_ clock: ClockMode, _ events: EventMask) throws -> Guest {
        let disk = (0..<8).flatMap { number -> [UInt8] in
            let words = [Decoded(.addi, d: 6, a: 6, immediate: Int32(number + 1)).word, Decoded(.ret).word]
            let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
            return bytes + Array(repeating: 0, count: Disk.sectorSize - bytes.count)
        }
        return try Guest(
            prelude + """
                    clr r0
                    out PIC_MASK, r0
                    mov r1, DISK_SECTOR
                    mov r2, patch
                    load r4, [r2]
                loop:
                    store [r1], r7
                    mov r2, 0xc000
                    store [r1+DISK_ADDRESS-DISK_SECTOR], r2
                    mov r2, 1
                    store [r1+DISK_COUNT-DISK_SECTOR], r2
                    store [r1+DISK_CONTROL-DISK_SECTOR], r2
                    store [r1+DISK_COMMAND-DISK_SECTOR], r2
                    sti
                    hlt
                    cli
                    mov r2, 0xc000
                    call r2
                    inc r4
                    mov r2, patch
                    storeh [r2], r4
                patch:
                    mov r3, 0
                    add r5, r3
                    inc r7
                    and r7, 7
                    jmp loop
                disk:
                    push r1
                    mov r1, 6
                    push r2
                    mov r2, DISK_STATUS
                    store [r2], r1
                    out PIC_EOI, r1
                    pop r2
                    pop r1
                    iret

                """ + gates([(0x22, "disk", "GATE_PRESENT")]), clock: clock, disk: disk, events: events)
    }
}

/// Runs to the cycle in slices of random length, by cycles and by ticks of the clock.
func runInSlices(_ host: inout Host, until limit: UInt64, longest: UInt64, _ random: inout SplitMix64) -> HostStop {
    while true {
        var slice = Slice(untilCycle: min(limit, host.ledger.clock + .random(in: 1...longest, using: &random)))
        if Bool.random(using: &random) { slice.tick = host.now + .random(in: 1...longest, using: &random) }
        let stop = host.run(slice)
        if stop != .budget || host.ledger.clock >= limit { return stop }
    }
}
