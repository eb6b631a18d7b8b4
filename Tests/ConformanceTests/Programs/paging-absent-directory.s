; pins: an absent directory entry faults like an absent page, and repair of it suffices
; expect stop: halt
; expect word err0: 0xe
; expect word address: 0x40001ffc
; expect word count: 1
; expect word 0x31ffc: 0x40001ffc
; expect word 0x10400: 0x1202f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke second, frame_b | ALL
    poke window_pde, 0
    paging
    mov r3, SECOND + 0xffc
    user site
site:
    store [r3], r3
    int 0x80
caught:
    poke window_pde, window | ALL
    iret
