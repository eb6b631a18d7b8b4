; pins: a root-mode instruction that succeeds clears N, Z, C and V, and keeps IF; the error of an earlier one stays
; expect engines: native
; expect stop: halt
; expect r4: 0x200
; expect r5: 0x200
; expect r6: 1
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmcall
    sti
    mov r2, 0x20f
    push r2
    popf
    vmset VMCS_CR0_SHADOW, 0
    outcome r4
    push r2
    popf
    mov r1, vmcs
    vmptrld r1
    outcome r5
    vmget r6, VMCS_INSTRUCTION_ERROR
    cli
site:
guest:
exited:
caught:
    hlt
