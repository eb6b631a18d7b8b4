; attacks: a timer of the shortest period whose handler faults, in a handler that faults
; expect stop: exit
; expect exit: 3
; expect r9: 400
.include "lib/traps.s"
_start:
    traps
    gate 0x20, storm, GATE_PRESENT
    gate VECTOR_UNDEFINED, undefined, GATE_PRESENT
    gate VECTOR_DIVIDE, divided, GATE_PRESENT | GATE_KEEP_INTERRUPTS
    mov r0, 0xfff0
    out PIC_MASK, r0
    mov r0, 1
    out TIMER_PERIOD, r0
    mov r0, 3
    out TIMER_CONTROL, r0
    sti
site:
    jmp $
storm:
    ud
    mov r0, 1
    out TIMER_STATUS, r0
    out PIC_EOI, r0
    inc r9
    cmp r9, 400
    je over
    iret
undefined:
    clr r0
    div r1, r1, r0
    skip
divided:
    skip
over:
    mov r0, 3
    out POWER_EXIT, r0
caught:
    hlt
