; pins: with CR0_TRAP_TIME set rdtsc and cpuid fault in ring 3, and only there; cleared, they work again
; expect otherwise: bt
; expect stop: halt
; expect r3: 0x1000000
; expect r4: 0x55
; expect r5: 0x1000000
; expect word log0: 0x000d0000
; expect word log1: 0x000d0004
; expect word err0: 1
; expect word err1: 1
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    gate 0x82, off, GATE_PRESENT | GATE_USER
    mov r8, CR0_TRAP_TIME
    mov cr0, r8
    mov r8, CPUID_RAM_SIZE
    rdtsc r1, r2
    cpuid r3, r8
    mov r4, 0x55
    user site
site:
    rdtsc r4, r4
    cpuid r4, r8
    int 0x82
    rdtsc r1, r2
    cpuid r5, r8
    int 0x80
off:
    clr r9
    mov cr0, r9
    iret
caught:
    skip
