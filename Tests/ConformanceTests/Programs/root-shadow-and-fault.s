; pins: a fault behind sti that exits saves the sti shadow; injected, the fault ends it
; expect engines: native
; expect stop: halt
; expect r6: 1
; expect word exits: 2
; expect word reason0: 0
; expect word place0: 4
; expect word reason1: 18
; expect word blocking: 0
; expect word count: 1
; expect word log0: 0x00060004
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_UNDEFINED
    launch
guest:
site:
    sti
    ud
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    vmget r6, VMCS_GUEST_INTERRUPTIBILITY
    vmget r2, VMCS_EXIT_EVENT
    vmset VMCS_ENTRY_EVENT, r2
    resume
caught:
    vmcall
over:
    hlt
