; The instructions that exit name other registers than in try.s. {{VALUE}} (1 to 1000) and {{CODE}} (1 to 99) vary.

.include "hypervisor.s"
.include "guest.s"

check_NAME = 'T' | 'i' << 8 | 'n' << 16 | 'y' << 24

    mov r7, check_NAME
    mov r9, CPUID_HYPERVISOR
    cpuid r4, r9
    cmp r4, r7
    jne .bad
    cpuid r9, r9                        ; both in one
    cmp r9, r7
    jne .bad
    mov r0, CPUID_HYPERVISOR
    cpuid r14, r0
    cmp r14, r7
    jne .bad
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
    sub r12, 2 * {{VALUE}}
    cmp r12, 0
    jne .bad
    in r5, r5
    sub r5, 2 * {{VALUE}}
    cmp r5, 0
    jne .bad
    mov r0, {{CODE}}
    hlt
.bad:
    mov r0, 200
    hlt
