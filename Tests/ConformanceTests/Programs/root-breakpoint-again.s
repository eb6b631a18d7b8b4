; pins: a breakpoint that has exited arrives if it is injected as the exit told it, with the frame behind brk
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 0
; expect word reason1: 18
; expect word count: 1
; expect word log0: 0x00030008
; expect word flags: 0x3000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    gate VECTOR_BREAKPOINT, on_breakpoint, GATE_PRESENT | GATE_USER
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_BREAKPOINT
    vmset VMCS_GUEST_FLAGS, 3 << FLAG_RING_SHIFT
    launch
guest:
site:
    nop
    brk
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je over
    vmget r2, VMCS_EXIT_EVENT
    vmset VMCS_ENTRY_EVENT, r2
    vmget r2, VMCS_INSTRUCTION_LENGTH
    vmset VMCS_ENTRY_INSTRUCTION_LENGTH, r2
    resume
caught:
    vmcall
over:
    hlt
