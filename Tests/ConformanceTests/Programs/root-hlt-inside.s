; pins: without CONTROL_HLT_EXITING hlt waits in the guest, until an interrupt of the guest's
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word place: 12
; expect word count: 1
; expect word log0: 0x00200008
; expect word activity: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r0, ~(1 << TIMER_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 100000
    out TIMER_PERIOD, r0
    mov r0, 1
    out TIMER_CONTROL, r0
    launch
guest:
site:
    sti
    hlt
    nop
    vmcall
exited:
    hlt
caught:
    mov r0, 1
    out TIMER_STATUS, r0
    out PIC_EOI, r0
    iret
