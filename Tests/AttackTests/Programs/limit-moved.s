; attacks: the limit lowered, raised and lifted, from below a program's own page up into the strip
; expect stop: halt
; expect r3: 0xaa
; expect word count: 13
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke frame_a, 0xaa
    paging
    mov r6, WINDOW
    mov r7, STRIP_BASE
    mov r13, .a
    mov r0, 0xfffff000
    mov limit, r0
.a:
    mov r13, .b
    mov r0, STRIP_BASE + 0x1000
    mov limit, r0
.b:
    mov r13, .c
    mov r0, 0xffffffff
    mov limit, r0
.c:
    mov r13, .d
    load r8, [r7]
.d:
    ; below the window: for ring 3 only
    mov r0, WINDOW
    mov limit, r0
    load r3, [r6]
    user site
site:
    mov r13, .e
    load r8, [r6]
.e:
    mov r13, .f
    store [r6], r6
.f:
    mov r13, .g
    jmp r6
.g:
    mov r13, .h
    load r8, [r7]
.h:
    mov r13, .i
    mov limit, r7
.i:
    ; and to nothing: not even the next word
    mov r13, .j
    int 0x81
    ud
.j:
    mov r13, .k
    nop
.k:
    int 0x80
caught:
    mov r10, vector
    load r10, [r10]
    cmp r10, 0x81
    jne .on
    clr r0
    mov limit, r0
.on:
    inc r9
    cmp r9, 13
    je .end
    store [sp], r13
    iret
.end:
    hlt
