; pins: the hardware's push of a trap frame sets A and D of the stack's page
; expect stop: halt
; expect word 0x12000: 0x30063
; expect word frame: 0x40000ff0
; expect word 0x30ff8: 0x24000
; expect word 0x30ff4: 0x3000
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | KERNEL
    paging
    mov r0, WINDOW + 0x1000
    mov sp0, r0
    user site
site:
    int 0x81
caught:
    hlt
