; pins: writing the period of a running timer does not start it anew: its count goes on from the old one
; expect stop: halt
; expect r1: 1
; expect r2: 0
    mov r8, 0x10000000
    out TIMER_PERIOD, r8
    mov r9, 1
    out TIMER_CONTROL, r9
    mov r8, 64
    out TIMER_PERIOD, r8
    in r5, TIMER_COUNT
    mov r6, 0x8000000
    cmp r5, r6
    jbe wrong
    mov r1, 1
wrong:
    in r2, TIMER_STATUS
    hlt
