; Memory that exists only once it is touched: the heap, and the stack as it grows.

STEP = 4 * PAGE_SIZE
TOUCHED = 16

demand_main:
    system FRAMES
    mov r4, r0
    mov r5, HEAP_BASE
    clr r6                              ; everything found, in one word: it must stay 0
    clr r7
.touch:
    load r1, [r5]
    or r6, r1
    store [r5], r5
    add r5, STEP
    inc r7
    cmp r7, TOUCHED
    jb .touch
    system FRAMES
    sub r7, r4, r0
    say "demand: of 64 pages of heap, every fourth touched: "
    show r7
    say " frames, all zeroes\n"

    system FRAMES
    mov r4, r0
    mov r1, 500
    call sum
    mov r8, r0
    system FRAMES
    sub r7, r4, r0
    say "demand: 500 calls deep, 1 + ... + 500 = "
    show r8
    say "; the stack has grown by "
    show r7
    say " frames\n"

    mov r1, r6
    mov r2, 125250
    cmp r8, r2
    je .right
    inc r1
.right:
    system EXIT

; r0 = 1 + ... + r1, with 64 bytes of stack for each call.
sum:
    cmp r1, 0
    jne .recurse
    clr r0
    ret
.recurse:
    push r1
    sub sp, 56
    dec r1
    call sum
    add sp, 56
    pop r1
    add r0, r1
    ret
