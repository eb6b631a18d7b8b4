; pins: arithmetic, moves, loads, stores, pushes, calls and jumps leave the flags alone
; expect stop: halt
; expect r1: 0xd
; expect r2: 0xd
    mov r5, 0x7fffffff
    mov r3, 1
    cmp r5, -1
    add r4, r5, r5
    sub r4, r4, r4
    mul r4, r3, 0
    and r4, r3, 0
    or r4, r3, 1
    xor r4, r3, 1
    shl r4, r3, 31
    shr r4, r3, 1
    sar r4, r3, 1
    div r4, r3, r3
    imod r4, r3, r3
    not r4
    neg r4
    pushf
    pop r1
    push r4
    call far
    pop r4
    load r4, [sp - 4]
    mov r4, cr0
    pushf
    pop r2
    hlt
far:
    jmp back
back:
    ret
