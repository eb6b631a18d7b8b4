; pins: TF of the host does not trap behind vmlaunch, and is clear after the exit; behind an entry that fails it traps
; expect engines: native
; expect stop: halt
; expect r4: 0
; expect r5: 1
; expect r6: 18
; expect word count: 1
; expect word log0: 0x00010004
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_HOST_PC, here
    mov r3, FLAG_TRACE
    push r3
    popf
site:
    vmresume
    nop
caught:
    mov r2, count
    load r5, [r2]
    push r3
    popf
    vmlaunch
guest:
    vmcall
here:
    outcome r4
    vmget r6, VMCS_EXIT_REASON
exited:
    hlt
