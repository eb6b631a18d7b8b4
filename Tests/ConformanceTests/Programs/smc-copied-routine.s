; pins: a routine with relative jumps runs at any place that it is copied to, and there is its own return address
; expect stop: halt
; expect r5: 10
; expect r7: 0
    mov sp, 0x8000
    mov r1, routine
    mov r2, 0x30000
    mov r3, routine_end
copy:
    load r4, [r1]
    store [r2], r4
    add r1, 4
    add r2, 4
    cmp r1, r3
    jb copy
    mov r6, 4
    mov r2, 0x30000
    call r2
    sub r7, r7, r2
    sub r7, inner - routine
    hlt
routine:
    call inner
inner:
    pop r7                              ; where it runs
.next:
    add r5, r6
    dec r6
    cmp r6, 0
    jne .next
    ret
routine_end:
