; pins: a guest that waits in hlt exits when an interrupt of the host's comes, even with IF clear: activity 1, pc behind hlt
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 1
; expect word place: 4
; expect word activity: 1
; expect word guest_flags: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_EXTERNAL_INTERRUPT_EXITING
    mov r0, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 20000
    out TIMER_PERIOD, r0
    mov r0, 1
    out TIMER_CONTROL, r0
    launch
guest:
site:
    hlt
    vmcall
exited:
caught:
    hlt
