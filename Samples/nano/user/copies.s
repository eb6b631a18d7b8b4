; fork copies a process without copying its memory; each side sees its own all the same.
;
; The parent does nothing but wait while the child counts frames, so the counts are exact.

PAGES = 32

copies_main:
    system FRAMES
    mov r4, r0
    mov r5, HEAP_BASE
    mov r6, HEAP_BASE + PAGES * PAGE_SIZE
    mov r1, 100
.fill:
    store [r5], r1                      ; the first write brings the page
    add r5, PAGE_SIZE
    cmp r5, r6
    jb .fill
    system FRAMES
    sub r7, r4, r0
    say "copies: "
    show PAGES
    say " pages of heap took "
    show r7
    say " frames\n"

    mov r5, HEAP_BASE
    system FRAMES
    mov r4, r0
    system FORK
    cmp r0, 0
    je .child
    mov r1, r0                          ; no `call`, no `push`: they would write to the stack, and so copy it
    system WAIT
    mov r7, r1
    system FRAMES
    mov r8, r0
    say "copies: the child has ended with "
    show r7
    say ", the parent still has "
    load r1, [r5]
    call say_number
    say "\n"
    clr r1
    cmp r7, 111
    jne .wrong
    load r2, [r5]
    cmp r2, 100
    jne .wrong
    cmp r4, r8                          ; all that the child took has come back
    je .right
.wrong:
    mov r1, 1
.right:
    system EXIT

.child:
    system FRAMES
    sub r7, r4, r0                      ; what fork has taken,
    mov r4, r0
    load r1, [r5]
    add r1, 11
    store [r5], r1
    system FRAMES
    sub r8, r4, r0                      ; and what one write has
    say "copies: fork took "
    show r7
    say " frames, and the child's first write "
    show r8
    say "\n"
    load r1, [r5]
    system EXIT
