; pins: a fault that the bitmap names exits, with its vector and error code; it has changed nothing, and pc is at it
; expect engines: native
; expect stop: halt
; expect r4: 0x44
; expect word exits: 3
; expect word reason0: 0
; expect word place0: 4
; expect word reason1: 0
; expect word place1: 8
; expect word reason2: 0
; expect word place2: 12
; expect word event: 0x8000030d
; expect word event_error: 9
; expect word length: 0
; expect word vectoring: 0
; expect word count: 0
; expect word guest_sp: 0x28000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_DIVIDE | 1 << VECTOR_UNDEFINED | 1 << VECTOR_PROTECTION
    mov r4, 0x44
    launch
guest:
site:
    clr r5
    div r4, r4, r5
    ud
    mov cr8, sp
    vmcall
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 3
    je caught
    past_fault
caught:
    hlt
