; pins: with paging off nothing is read-only and nothing is the kernel's
; expect stop: halt
; expect word 0x30000: 0x77
; expect word 0x13000: 0x77
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r0, directory
    mov cr3, r0
    poke identity + (frame_a >> 12) * 4, 0
    mov r3, frame_a
    mov r4, 0x77
    user site
site:
    store [r3], r4
    mov r3, spare
    store [r3], r4
    int 0x80
caught:
    hlt
