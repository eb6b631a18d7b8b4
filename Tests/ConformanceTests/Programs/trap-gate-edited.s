; pins: a gate changed in memory counts from the next trap on
; expect stop: halt
; expect r1: 0x21
; expect word err0: 0x8102
; expect word log0: 0x000d0004
.include "lib/traps.s"
_start:
    traps
    gate 0x81, first, GATE_PRESENT
    mov r2, other
    jmp site
site:
    int 0x81
    int 0x81
    hlt
first:
    clr r3
    store [r0 + 4], r3                  ; absent, so that the second int faults at first
    mov r1, 1
    iret
other:
    or r1, 0x20
    iret
caught:
    store [r0], r2
    mov r3, GATE_PRESENT
    store [r0 + 4], r3
    iret
