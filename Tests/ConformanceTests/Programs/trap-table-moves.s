; pins: after lidt, traps go through the new table at once
; expect stop: halt
; expect r1: 2
; expect r2: 1
.include "lib/traps.s"
TABLE2 = 0x30000
_start:
    traps
    mov r0, TABLE2 + 0x81 * 8
    mov r3, other
    store [r0], r3
    mov r3, GATE_PRESENT
    store [r0 + 4], r3
    clr r1
    clr r2
site:
    int 0x81
    mov r0, TABLE2
    lidt r0
    int 0x81
    int 0x81
    hlt
other:
    inc r1
    iret
caught:
    inc r2
    iret
