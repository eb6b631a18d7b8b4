; pins: cpuid gives the highest leaf, the name, the size of RAM, and 0 for leaves that there are not, in both rings
; expect otherwise: bt
; expect stop: halt
; expect r1: 5
; expect r2: 0x676e6952
; expect r3: 0x43203233
; expect r4: 0x20205550
; expect r5: 0x1000000
; expect r6: 0
; expect r7: 0x1000000
.include "lib/traps.s"
_start:
    traps
    clr r8
    cpuid r1, r8
    mov r8, 1
    cpuid r2, r8
    mov r8, 2
    cpuid r3, r8
    mov r8, 3
    cpuid r4, r8
    mov r8, CPUID_RAM_SIZE
    cpuid r5, r8
    mov r9, 6
    cpuid r6, r9
    user site
site:
    cpuid r7, r8
    int 0x80
caught:
    hlt
