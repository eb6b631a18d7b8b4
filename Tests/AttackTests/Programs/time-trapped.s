; attacks: the clock and the identity under the bit that makes them trap, in every ring, and the bits of cr0 that do not exist
; expect stop: halt
; expect r3: 0x1000000
; expect r9: 10
.include "lib/traps.s"
_start:
    traps
    mov r13, .a
    mov r0, 0x80000000
    mov cr0, r0
.a:
    mov r13, .b
    mov r0, 16
    mov cr0, r0
.b:
    mov r0, CR0_TRAP_TIME | CR0_MIDDLE_RINGS
    mov cr0, r0
    mov r1, CPUID_RAM_SIZE
    cpuid r3, r1
    mov r8, 1
.ring:
    shl r2, r8, FLAG_RING_SHIFT
    push_frame site, 0, user_stack
    store [sp + FRAME_FLAGS], r2
    iret
site:
    mov r13, .c
    mov r1, CPUID_RAM_SIZE
    cpuid r3, r1
.c:
    mov r13, .d
    rdtsc r6, r7
.d:
    mov r13, .e
    int 0x81
.e:
    jmp $
caught:
    mov r0, vector
    load r0, [r0]
    cmp r0, 0x81
    je .outward
    inc r9
    store [sp], r13
    iret
.outward:
    inc r8
    cmp r8, 4
    jne _start.ring
    inc r9
    inc r9
    hlt
