; pins: a one-shot timer expires once, stops itself, and keeps its line until its status is cleared
; expect stop: halt
; expect r1: 1
; expect r2: 0
; expect r3: 1
; expect r4: 0
; expect r5: 0
; expect r6: 1
    mov r8, 100
    out TIMER_PERIOD, r8
    mov r8, 1
    out TIMER_CONTROL, r8
wait:
    in r1, TIMER_STATUS
    test r1, 1
    jz wait
    in r2, TIMER_CONTROL
    in r3, PIC_PENDING
    mov r9, 2
    out TIMER_STATUS, r9                ; the wrong bit
    in r6, TIMER_STATUS
    out TIMER_STATUS, r8
    in r4, TIMER_STATUS
    in r5, PIC_PENDING
    hlt
