; attacks: rings 1 and 2 by frames, gates and page tables, reserved and then allowed, and what the kernel there may not do
; expect stop: halt
; expect r3: 1
; expect r4: 2
; expect r5: 0xaa
; expect r9: 17
.include "lib/traps.s"
.include "lib/paging.s"
stack_1 = 0x26000
stack_2 = 0x28000
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke window, frame_a | KERNEL
    poke second, frame_a | KERNEL | 1 << PTE_RING_SHIFT
    poke second + 4, frame_a | KERNEL | 2 << PTE_RING_SHIFT
    mov r0, stack_1
    mov sp1, r0
    mov r0, stack_2
    mov sp2, r0
    gate 0x91, in_1, GATE_PRESENT | GATE_USER | 1 << GATE_TARGET_SHIFT
    gate 0x92, in_2, GATE_PRESENT | GATE_USER | 2 << GATE_TARGET_SHIFT
    paging
    ; reserved
    push_frame in_1, 1 << FLAG_RING_SHIFT, stack_1
    mov r13, .a
    iret
.a:
    mov r13, .b
    int 0x91
.b:
    mov r13, .c
    int 0x92
.c:
    mov r6, SECOND
    mov r13, .d
    load r5, [r6]
.d:
    mov r0, CR0_PAGING | CR0_MIDDLE_RINGS
    mov cr0, r0
    mov r1, 1
    user site
site:
    int 0x91
back:
    int 0x92
    hlt
in_1:
    mov r3, 1
    ; what is ring 0's, ring 1's, ring 2's
    mov r6, WINDOW
    mov r13, .a
    load r5, [r6]
.a:
    load r5, [r6 + 0x1000]
    load r5, [r6 + 0x2000]
    mov r13, .b
    cli
.b:
    mov r13, .c
    mov r0, cr3
.c:
    mov r13, .d
    mov cr3, r0
.d:
    mov r13, .e
    hlt
.e:
    mov r13, .f
    lidt r0
.f:
    mov r13, .g
    mov r6, STRIP_BASE
    load r6, [r6]
.g:
    ; back inward: a frame for ring 0
    clr r0
    push r0
    push sp
    push r0
    push r0
    mov r13, .h
    iret
.h:
    ; iret is ring 0's on a classic host: it brings us back to ring 3
    mov r13, back
    int 0x81
in_2:
    mov r4, 2
    mov r6, WINDOW
    mov r13, .a
    load r5, [r6 + 0x1000]
.a:
    load r5, [r6 + 0x2000]
    mov r13, .b
    invlpg r6
.b:
    mov r13, .c
    syscall
.c:
    mov r13, .d
    out POWER_EXIT, r6
.d:
    int 0x80
caught:
    inc r9
    store [sp], r13
    mov r1, vector
    load r1, [r1]
    cmp r1, 0x81
    jne .on
    mov r1, 3 << FLAG_RING_SHIFT
    store [sp + FRAME_FLAGS], r1
.on:
    iret
