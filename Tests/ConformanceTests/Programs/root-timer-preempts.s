; pins: the host's timer takes the processor from a guest that loops with interrupts off; it goes on where it was
; expect engines: native
; expect stop: halt
; expect r5: 3
; expect word exits: 3
; expect word reason0: 1
; expect word place0: 0
; expect word reason2: 1
; expect word guest_flags: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_EXTERNAL_INTERRUPT_EXITING | CONTROL_ACKNOWLEDGE_INTERRUPT
    mov r0, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 50000
    out TIMER_PERIOD, r0
    mov r0, 3
    out TIMER_CONTROL, r0
    launch
guest:
site:
    jmp site
exited:
    inc r5
    cmp r5, 3
    je caught
    mov r0, 1
    out TIMER_STATUS, r0
    out PIC_EOI, r0
    resume
caught:
    hlt
