; {{OUTS}} (5 to 60) characters and {{IDS}} (1 to 20) cpuid, and the exits are counted by kind.

.include "hypervisor.s"
.include "guest.s"

    mov r4, {{OUTS}}
    mov r5, '.'
.out:
    out CONSOLE_DATA, r5
    dec r4
    cmp r4, 0
    jne .out
    mov r4, {{IDS}}
    mov r2, CPUID_HYPERVISOR
.id:
    cpuid r1, r2
    dec r4
    cmp r4, 0
    jne .id
    vmcall
    vmcall
    sub r0, {{OUTS}} + {{IDS}} + 2              ; 0
    jmp check_passed

; The end is where the hypervisor, which lies at these addresses of its own, has no code.
.org GUEST_START + 0x5000
check_passed:
    hlt
