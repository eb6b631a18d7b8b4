; pins: vmread and vmwrite of a number without a field fail with Z and VMERROR_UNSUPPORTED_FIELD; vmread leaves its register
; expect engines: native
; expect stop: halt
; expect r4: 18
; expect r5: 18
; expect r9: 0x99
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r2, numbers
    mov r9, 0x99
.next:
    load r0, [r2]
    vmread r9, r0
    call is_error_12
    add r4, r3
    vmwrite r0, r0
    call is_error_12
    add r5, r3
    add r2, 4
    mov r1, numbers_end
    cmp r2, r1
    jb .next
site:
guest:
exited:
caught:
    hlt

; r3 = 1 if the last instruction set Z and nothing else, with the right error.
is_error_12:
    outcome r3
    cmp r3, 2
    jne wrong
    vmget r3, VMCS_INSTRUCTION_ERROR
    cmp r3, VMERROR_UNSUPPORTED_FIELD
    jne wrong
    vmset VMCS_CR0_SHADOW, 0
    mov r3, 1
    load r0, [r2]
    ret
wrong:
    clr r3
    ret

numbers:
    .word LAST + 1, LAST + 2, LAST + 3, 0x7f, 0x80, 0xff, 0x100, 0x100 + LAST, 0x4000, 0x8000, 0xffff, 0x10000
    .word 0x10000 + LAST, 0x40000000, 0x80000000, 0x80000000 + LAST, 0xfffffffe, 0xffffffff
numbers_end:
LAST = VMCS_HOST_TRAP_TABLE
