; pins: a load whose result register is its base faults with the base intact, and is done again
; expect stop: halt
; expect r3: 0x1122
; expect r4: 0x40000ffc
; expect word log0: 0x000e0000
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    poke frame_a + 0xffc, 0x1122
    mov r3, WINDOW + 0x1000
site:
    load r3, [r3 - 4]
    hlt
caught:
    mov r4, cr2
    poke window, frame_a | KERNEL
    iret
