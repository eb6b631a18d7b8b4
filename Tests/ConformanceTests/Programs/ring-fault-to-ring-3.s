; pins: a fault in ring 3 can be handled in ring 3, while the same fault in ring 0 has no usable gate
; expect stop: halt
; expect r2: 0x3000
; expect word log0: 0x00080000
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_DIVIDE, inner, GATE_PRESENT | 3 << GATE_TARGET_SHIFT
    gate 0x82, kernel, GATE_PRESENT | GATE_USER
    clr r1
    user site
site:
    div r3, r3, r1
inner:
    load r2, [sp + FRAME_FLAGS]
    int 0x82
kernel:
    mov r4, site
    jmp r4
caught:
    hlt
