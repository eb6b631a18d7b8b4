; pins: a jump patched to go elsewhere goes there the next time, though it has been taken before
; expect stop: halt
; expect r5: 0x11122
    clr r5
    clr r6
again:
    shl r5, 4
    jmp slot
slot:
    jmp one
one:
    or r5, 1
    jmp next
two:
    or r5, 2
next:
    inc r6
    cmp r6, 3
    jne more
    mov r1, slot
    load r2, [r1]
    add r2, 2                           ; two words further
    store [r1], r2
more:
    cmp r6, 5
    jb again
    hlt
