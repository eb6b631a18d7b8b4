; pins: a patch behind us, in the code that leads here, counts when it is reached again
; expect stop: halt
; expect r5: 0x12
; expect r6: 2
    mov sp, 0x3000
    call routine
    call routine
    hlt
routine:
    shl r5, 4
slot:
    add r5, 1
    inc r6
    mov r1, slot
    mov r2, new
    load r2, [r2]
    store [r1], r2
    ret
new:
    add r5, 2
