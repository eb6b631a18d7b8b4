; pins: invvpid of 0 or of more than 16 bits fails with VMERROR_INVALID_OPERAND, and so does invept of what is no page
; expect engines: native
; expect stop: halt
; expect r4: 2
; expect r5: 28
; expect r6: 28
; expect r7: 28
; expect r8: 0
; expect r9: 1
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r2, VMCS_INSTRUCTION_ERROR
    clr r1
    invvpid r1
    outcome r4
    vmread r5, r2
    vmcall
    mov r1, 0x10000
    invvpid r1
    vmread r6, r2
    vmcall
    mov r1, nested_directory + 4
    invept r1
    vmread r7, r2
    mov r1, 0xffff
    invvpid r1
    mov r1, 0xfffff000                  ; no RAM, but a page
    invept r1
    outcome r8
    mov r1, vmcs
    vmclear r1
    clr r1
    invvpid r1
    outcome r9
site:
guest:
exited:
caught:
    hlt
