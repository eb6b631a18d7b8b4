; pins: a guest entered with TF traps in itself behind its first instruction; an instruction that exits does not trap
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 10
; expect word place0: 4
; expect word reason1: 18
; expect word count: 1
; expect word log0: 0x00010004
; expect word flags: 0x100
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_FLAGS, FLAG_TRACE
    launch
guest:
site:
    nop
    cpuid r1, r1
    vmcall
exited:
    mov r3, reason
    load r3, [r3]
    cmp r3, EXIT_CPUID
    jne over
    vmset VMCS_GUEST_FLAGS, 0
    past
caught:
    iret
over:
    hlt
