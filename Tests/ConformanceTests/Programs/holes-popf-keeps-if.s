; pins: popf in ring 3 leaves IF as it was, without a fault, set or clear, and takes N Z C V
; expect stop: halt
; expect engines: native hvm bt
; expect r5: 0x3205
; expect word flags: 0x300a
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    user start, FLAG_INTERRUPT
start:
    mov r1, FLAG_NEGATIVE | FLAG_CARRY
    push r1
    popf
site:
    int 0x81
again:
    mov r1, FLAG_INTERRUPT | FLAG_ZERO | FLAG_OVERFLOW
    push r1
    popf
    int 0x81
caught:
    cmp r5, 0
    jne end
    load r5, [sp + FRAME_FLAGS]
    user again
end:
    hlt
