; attacks: an interrupt ended at once and never quieted, with interrupts on in its handler: frames fill all memory from the stack down
; expect stop: triple-fault
.include "lib/traps.s"
_start:
    traps
    gate 0x20, flood, GATE_PRESENT | GATE_KEEP_INTERRUPTS
    mov r0, 0xfff0
    out PIC_MASK, r0
    mov r0, 1
    out TIMER_CONTROL, r0
    sti
site:
    jmp $
flood:
    out PIC_EOI, r0
    jmp $
caught:
    hlt
