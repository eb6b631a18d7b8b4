; pins: a gate with GATE_KEEP_INTERRUPTS leaves IF as it was, set or clear
; expect stop: halt
; expect r5: 0x200
; expect r6: 0
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    gate 0x81, on_81, GATE_PRESENT | GATE_KEEP_INTERRUPTS
    sti
site:
    int 0x81
    mov r5, r1
    cli
    int 0x81
    mov r6, r1
    hlt
caught:
    pushf
    pop r1
    iret
