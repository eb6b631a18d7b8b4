; pins: a handler in ring 3 returns with iret to the program that it interrupted
; expect stop: halt
; expect engines: native hvm bt
; expect r5: 2
; expect r2: 0x24000
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    gate 0x90, handler, GATE_PRESENT | 3 << GATE_TARGET_SHIFT | GATE_USER
    clr r5
    user site
site:
    int 0x90
    inc r5
    mov r2, sp
    int 0x80
handler:
    inc r5
    iret
caught:
    hlt
