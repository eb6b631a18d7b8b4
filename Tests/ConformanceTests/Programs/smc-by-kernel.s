; pins: code of ring 3 patched by the kernel between two of its calls runs as patched
; expect stop: halt
; expect r5: 0x123
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    gate 0x82, kernel, GATE_PRESENT | GATE_USER
    mov r1, slot
    load r2, [r1]
    user start
start:
    shl r5, 4
slot:
    or r5, 1
    int 0x82
    jmp start
kernel:
    inc r2
    store [r1], r2
    cmp r5, 0x100
    jae end
    iret
end:
    hlt
site:
caught:
    hlt
