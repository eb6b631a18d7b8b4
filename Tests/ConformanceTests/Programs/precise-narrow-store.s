; pins: a byte store that faults writes nothing, and one byte when repaired
; expect stop: halt
; expect word 0x30004: 0xaa00
; expect word error: 3
; expect word address: 0x40000005
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | PTE_PRESENT
    paging
    mov r3, WINDOW
    mov r4, 0xffffffaa
    load r5, [r3 + 4]
site:
    storeb [r3 + 5], r4
    hlt
caught:
    poke window, frame_a | KERNEL
    flush WINDOW
    iret
