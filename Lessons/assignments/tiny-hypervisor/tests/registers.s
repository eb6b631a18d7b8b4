; Registers and flags are after each kind of exit what they were before. {{VALUE}} (1000 to 9000) and {{CODE}} (1 to 99) vary.
; The exit code comes of all their values.

.include "hypervisor.s"
.include "guest.s"

    mov r1, {{CODE}} - 48 * {{VALUE}} - 408
    mov r2, CPUID_HYPERVISOR
    mul r2, 4
    sub r1, r2
    push r1                             ; what is missing will be added
    call check_set
    cpuid r1, r2                        ; r1 is lost
    jne check_bad                             ; the flags say equal still
    call check_test_from_r2
    mov r1, {{VALUE}} + 1
    mov r3, '*'
    out CONSOLE_DATA, r3
    mov r3, {{VALUE}} + 3
    call check_test_from_r2
    mov r12, OWN_PORT
    in r1, r12                          ; r1 is lost
    mov r12, {{VALUE}} + 12
    call check_test_from_r2
    call check_set
    mov r1, {{VALUE}} + 1
    vmcall                              ; r0 is lost
    jne check_bad
    cmp r1, {{VALUE}} + 1
    jne check_bad
    call check_test_from_r2
    mov r5, GUEST_STACK - 4             ; nor is sp
    cmp sp, r5
    jne check_bad
    pop r0
    jmp check_passed
check_bad:
    mov r0, 200
    hlt

check_set:
    mov r2, CPUID_HYPERVISOR
    mov r3, {{VALUE}} + 3
    mov r4, {{VALUE}} + 4
    mov r5, {{VALUE}} + 5
    mov r6, {{VALUE}} + 6
    mov r7, {{VALUE}} + 7
    mov r8, {{VALUE}} + 8
    mov r9, {{VALUE}} + 9
    mov r10, {{VALUE}} + 10
    mov r11, {{VALUE}} + 11
    mov r12, {{VALUE}} + 12
    mov r13, {{VALUE}} + 13
    mov r14, {{VALUE}} + 14
    cmp r14, {{VALUE}} + 14
    ret

.macro check_is register, value
    mov r0, \value
    cmp \register, r0
    jne check_bad
    load r0, [sp + 4]
    add r0, \register
    store [sp + 4], r0
.endm
check_test_from_r2:
    check_is r2, CPUID_HYPERVISOR
    check_is r3, {{VALUE}} + 3
    check_is r4, {{VALUE}} + 4
    check_is r5, {{VALUE}} + 5
    check_is r6, {{VALUE}} + 6
    check_is r7, {{VALUE}} + 7
    check_is r8, {{VALUE}} + 8
    check_is r9, {{VALUE}} + 9
    check_is r10, {{VALUE}} + 10
    check_is r11, {{VALUE}} + 11
    check_is r12, {{VALUE}} + 12
    check_is r13, {{VALUE}} + 13
    check_is r14, {{VALUE}} + 14
    ret

; The end is where the hypervisor, which lies at these addresses of its own, has no code.
.org GUEST_START + 0x5000
check_passed:
    hlt
