; pins: a push over the instruction behind it is a store like any other
; expect stop: halt
; expect r5: 9
    mov r6, new
    load r6, [r6]
    mov sp, slot + 4
    push r6
slot:
    mov r5, 1
    hlt
new:
    mov r5, 9
