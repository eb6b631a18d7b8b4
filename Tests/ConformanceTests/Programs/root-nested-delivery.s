; pins: a nested violation while an exception is delivered tells it, with its error code; injected again, it arrives
; expect engines: native
; expect stop: halt
; expect r6: 0x8000030d
; expect r7: 9
; expect word exits: 2
; expect word reason0: 48
; expect word qual0: 0x102
; expect word place0: 0
; expect word reason1: 18
; expect word vectoring: 0
; expect word count: 1
; expect word log0: 0x000d0000
; expect word err0: 9
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put nested_identity + 0x30 * 4, 0
    vmset VMCS_GUEST_SP, 0x31000
    launch
guest:
site:
    mov cr8, sp
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    vmget r6, VMCS_VECTORING_EVENT
    vmget r7, VMCS_VECTORING_ERROR
    vmset VMCS_ENTRY_EVENT, r6
    vmset VMCS_ENTRY_ERROR, r7
    put nested_identity + 0x30 * 4, 0x30000 | NESTED_ALL
    resume
caught:
    vmcall
over:
    hlt
