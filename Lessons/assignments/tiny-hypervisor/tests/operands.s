; The instructions that exit name other registers than in try.s. {{VALUE}} (1 to 1000) and {{CODE}} (1 to 99) vary.

.include "hypervisor.s"
.include "guest.s"

check_NAME = 'T' | 'i' << 8 | 'n' << 16 | 'y' << 24

    mov r7, check_NAME
    mov r9, CPUID_HYPERVISOR
    cpuid r4, r9
    cmp r4, r7
    jne check_bad
    cpuid r9, r9                        ; both in one
    cmp r9, r7
    jne check_bad
    mov r0, CPUID_HYPERVISOR
    cpuid r14, r0
    cmp r14, r7
    jne check_bad
    mov r11, CONSOLE_DATA
    mov r8, 'q'
    out r11, r8
    mov r2, 'Q'
    out CONSOLE_DATA, r2
    mov r0, '\n'
    out r11, r0
    mov r5, OWN_PORT
    mov r3, {{VALUE}}
    out r5, r3
    in r12, r5
    cmp r12, 2 * {{VALUE}}
    jne check_bad
    in r5, r5
    cmp r5, 2 * {{VALUE}}
    jne check_bad
    mov r0, {{CODE}} - 6 * {{VALUE}}     ; both were read
    shl r5, 1
    add r0, r5
    add r0, r12
    jmp check_passed
check_bad:
    mov r0, 200
    hlt

; The end is where the hypervisor, which lies at these addresses of its own, has no code.
.org GUEST_START + 0x5000
check_passed:
    hlt
