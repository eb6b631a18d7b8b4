; pins: the last word of a page patched from that page, and the first of the next one from there, count at once
; expect stop: halt
; expect r5: 7
; expect r6: 8
    mov r1, slot1
    mov r2, new1
    load r2, [r2]
    mov r3, slot2
    mov r4, new2
    load r4, [r4]
    jmp last
.org 0x1ff4
last:
    store [r3], r4
    store [r1], r2
slot1:
    mov r5, 1
slot2:
    mov r6, 1
    hlt
new1:
    mov r5, 7
new2:
    mov r6, 8
