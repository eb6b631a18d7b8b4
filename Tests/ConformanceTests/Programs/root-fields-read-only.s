; pins: vmwrite of a field that only exits write fails with Z and VMERROR_READ_ONLY_FIELD, for each of them; vmread reads it
; expect engines: native
; expect stop: halt
; expect r4: 10
; expect r5: 10
; expect r6: 10
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r2, VMCS_INSTRUCTION_ERROR
.next:
    vmset VMCS_INSTRUCTION_ERROR, 0x55
    outcome r3
    vmget r1, VMCS_INSTRUCTION_ERROR
    cmp r1, VMERROR_READ_ONLY_FIELD
    jne .wrong
    vmset VMCS_CR0_SHADOW, 0
    mov r1, 0x55
    vmwrite r2, r1
    outcome r3
    cmp r3, 2
    jne .wrong
    inc r4
    vmget r1, VMCS_INSTRUCTION_ERROR
    cmp r1, VMERROR_READ_ONLY_FIELD
    jne .wrong
    inc r5
    vmread r1, r2
    outcome r3
    cmp r3, 0
    jne .wrong
    inc r6
.wrong:
    inc r2
    cmp r2, VMCS_VECTORING_ERROR
    jbe .next
site:
guest:
exited:
caught:
    hlt
