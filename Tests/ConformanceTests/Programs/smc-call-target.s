; pins: a call patched to another routine calls that one, and its return address is unchanged
; expect stop: halt
; expect r5: 0x12
; expect r7: 0
    mov sp, 0x3000
    clr r6
again:
    shl r5, 4
slot:
    call one
back:
    mov r1, slot
    load r2, [r1]
    add r2, 4                           ; four words further
    store [r1], r2
    inc r6
    cmp r6, 2
    jb again
    hlt
one:
    or r5, 1
    nop
    nop
    ret
two:
    or r5, 2
    load r7, [sp]
    mov r8, back
    sub r7, r7, r8
    ret
