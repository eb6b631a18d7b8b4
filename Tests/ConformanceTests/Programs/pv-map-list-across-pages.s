; pins: a list that reaches into a page that is not mapped is done up to there or not at all, and is a fault
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -2
; expect r5: 1
.include "lib/pv.s"
_start:
    window
    map WINDOW, frame_b, KERNEL
    mov r8, SECOND - 8
    machine_address r4, table + 0x100
    entry r5, frame_a, KERNEL
    store [r8], r4
    store [r8 + 4], r5
    ask HCALL_UPDATE_TABLES, r8, 2
    mov r4, r0
    clr r5
    get r6, table + 0x100
    cmp r1, 1                           ; what was done and what r1 says must agree
    je .one
    cmp r1, 0
    jne .end
    cmp r6, 0
    jne .end
    inc r5
    jmp .end
.one:
    cmp r6, 0
    je .end
    inc r5
.end:
    finish
    untrapped
