; A guest that does a bit of everything: ringside run try.s --stats

.include "hypervisor.s"
.include "guest.s"

    tell "this machine is mine\n"

    mov r2, CPUID_HYPERVISOR
    cpuid r1, r2                        ; four letters
    mov r3, 4
.letter:
    out CONSOLE_DATA, r1
    shr r1, 8
    dec r3
    cmp r3, 0
    jne .letter
    mov r1, '\n'
    out CONSOLE_DATA, r1

    mov r2, OWN_PORT
    mov r1, 21
    out r2, r1
    in r1, r2
    cmp r1, 42
    jne .wrong
    tell "the port doubles\n"

    vmcall                              ; r0: how many exits so far
    cmp r0, 47
    jne .wrong
    tell "forty-seven exits\n"
    clr r0
    hlt
.wrong:
    tell "something is wrong\n"
    mov r0, 1
    hlt
