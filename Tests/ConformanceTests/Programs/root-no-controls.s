; pins: without their controls invlpg, rdtsc, cr3, cr8, cr0, ports and faults do not exit: the guest has them itself
; expect engines: native
; expect stop: halt
; expect r4: 0x12000
; expect r5: 5
; expect r6: 4
; expect r7: 5
; expect word exits: 1
; expect word reason: 18
; expect word count: 2
; expect word log0: 0x00000000
; expect word log1: 0x00060004
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_CR0, 0
    launch
guest:
    invlpg r0
    rdtsc r1, r2
    mov r0, 0x12000
    mov cr3, r0
    mov r4, cr3
    mov r0, 5
    mov cr8, r0
    mov r5, cr8
    mov r0, CR0_TRAP_TIME
    mov cr0, r0
    mov r6, cr0
    clr r0
    mov cr0, r0
    out TIMER_PERIOD, r5
    in r7, TIMER_PERIOD
site:
    div r1, r1, r0
    ud
    vmcall
exited:
    hlt
caught:
    skip
