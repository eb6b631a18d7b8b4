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

    mov r5, HEAP_BASE + 7 * PAGE_SIZE   ; not the first: pages of code compete for its place in the TLB
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
    cmp r7, 111
    jne .wrong
    load r1, [r5]
    cmp r1, 100
    jne .wrong
    cmp r4, r8                          ; all that the child took has come back
    jne .wrong

    store [r5], r1                      ; now the page is ours alone again, and the TLB knows that we may write it;
    system FORK                         ; but no longer after this
    cmp r0, 0
    je .second_child
    mov r6, r0
    mov r1, 200
    store [r5], r1
    mov r1, r6
    system WAIT
    mov r7, r1
    say "copies: the parent writes "
    load r1, [r5]
    call say_number
    say ", and a second child still sees "
    show r7
    say "\n"
    cmp r7, 100
    jne .wrong
    clr r1
    system EXIT
.wrong:
    mov r1, 1
    system EXIT
.second_child:
    system YIELD                        ; after the parent, if possible
    load r1, [r5]
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
