; pins: a conditional jump turned into its opposite counts the next time
; expect stop: halt
; expect r5: 0x12
; expect r6: 2
    clr r5
    clr r6
again:
    shl r5, 4
    cmp r6, r6
slot:
    je equal
    or r5, 2
    jmp next
equal:
    or r5, 1
next:
    mov r1, slot
    mov r2, new
    load r2, [r2]
    store [r1], r2
    inc r6
    cmp r6, 2
    jb again
    hlt
new:
    jne again
