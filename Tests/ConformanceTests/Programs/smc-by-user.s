; pins: ring 3 patches code that it shares with the kernel, and both run it as patched
; expect stop: halt
; expect r5: 0x199
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    gate 0x82, kernel, GATE_PRESENT | GATE_USER
    mov r1, slot
    mov r2, new
    load r2, [r2]
    user start
start:
    call routine
    store [r1], r2
    call routine
    int 0x82
    int 0x80
kernel:
    call routine
    iret
routine:
    shl r5, 4
slot:
    or r5, 1
    ret
new:
    or r5, 9
site:
caught:
    hlt
