; pins: indirect jumps and calls through a table in memory go where the table says now
; expect stop: halt
; expect r1: 0x132
    mov sp, 0x3000
    mov r5, table
    clr r6
next:
    shl r7, r6, 2
    add r7, r5
    load r8, [r7]
    call r8
    inc r6
    cmp r6, 3
    jb next
    hlt
one:
    shl r1, 4
    or r1, 1
    mov r8, two                         ; what comes next is changed while we go
    store [r5 + 8], r8
    mov r8, three
    store [r5 + 4], r8
    ret
two:
    shl r1, 4
    or r1, 2
    ret
three:
    shl r1, 4
    or r1, 3
    ret
.align 4
table:
    .word one, two, three
