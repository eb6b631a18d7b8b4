; What cpuid tells of the host, and what not. {{CODE}} (1 to 99) varies.

.include "hypervisor.s"
.include "guest.s"

check_MEMORY = 16 << 20                       ; as limits.memory says

    mov r2, CPUID_FEATURES
    cpuid r1, r2
    mov r3, CPUID_FEATURE_ROOT_MODE | CPUID_FEATURE_NESTED_PAGING | CPUID_FEATURE_VPID | CPUID_FEATURE_IOMMU
    or r3, CPUID_FEATURE_TASK_PRIORITY_SHADOW
    test r1, r3
    jnz check_bad
    mov r2, CPUID_BASIC
    clr r1
    cpuid r1, r2
    cmp r1, 0
    je check_bad
    mov r2, CPUID_RAM_SIZE
    cpuid r1, r2
    mov r3, check_MEMORY
    cmp r1, r3
    jne check_bad
    mov r0, {{CODE}} - check_MEMORY
    add r0, r1                          ; what cpuid told
    jmp check_passed
check_bad:
    mov r0, 200
    hlt

; The end is where the hypervisor, which lies at these addresses of its own, has no code.
.org GUEST_START + 0x5000
check_passed:
    hlt
