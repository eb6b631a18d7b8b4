; pins: the frame's ring is 3 for a trap from ring 3 and 0 for one in its handler
; expect stop: halt
; expect word log0: 0x00810004
; expect word log1: 0x0081001c
; expect r3: 0x3000
; expect word flags: 0
.include "lib/traps.s"
_start:
    traps
    user site
site:
    int 0x81
    nop
    nop
    nop
    nop
    nop
again:
    int 0x81
caught:
    cmp r5, 0
    jne end
    mov r5, 1
    load r3, [sp + FRAME_FLAGS]
    test r5, 1
    jmp again
end:
    hlt
