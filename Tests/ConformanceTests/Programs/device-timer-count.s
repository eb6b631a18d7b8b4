; pins: the count runs down from the period, and writing the control starts it anew
; expect stop: halt
; expect r1: 0
; expect r2: 1
; expect r3: 1
; expect r4: 0
    mov r8, 0x10000000
    out TIMER_PERIOD, r8
    in r1, TIMER_COUNT
    mov r9, 1
    out TIMER_CONTROL, r9
    in r5, TIMER_COUNT
    cmp r5, r8
    ja wrong
    nop
    in r6, TIMER_COUNT
    cmp r6, r5
    jae wrong
    mov r2, 1
    mov r7, 100
again:
    dec r7
    cmp r7, 0
    jne again
    in r6, TIMER_COUNT
    out TIMER_CONTROL, r9
    in r7, TIMER_COUNT
    cmp r7, r6
    jbe wrong
    mov r3, 1
    clr r9
    out TIMER_CONTROL, r9
    in r4, TIMER_COUNT
wrong:
    hlt
