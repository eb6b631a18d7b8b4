; pins: any reserved bit of a gate makes its use a protection fault
; expect stop: halt
; expect r5: 25
; expect word error: 0x9003
; expect word count: 25
.include "lib/traps.s"
_start:
    traps
    gate 0x90, on_81, GATE_PRESENT
    mov r6, 0x80                        ; bits 7 to 31, one by one
    mov r7, 0x9003
next:
    or r1, r6, GATE_PRESENT
    store [r0 + 4], r1
site:
    int 0x90
    shl r6, 1
    cmp r6, 0
    jne next
    hlt
caught:
    push r0
    load r0, [sp + 4 + FRAME_ERROR]
    cmp r0, r7
    jne .wrong
    inc r5
.wrong:
    pop r0
    skip
