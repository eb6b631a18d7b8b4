; pins: a timer stopped before it expires never does, and a new period counts from the next start
; expect stop: halt
; expect r1: 0
; expect r2: 0
; expect r3: 1
    mov r8, 0x100000
    out TIMER_PERIOD, r8
    mov r8, 1
    out TIMER_CONTROL, r8
    clr r9
    out TIMER_CONTROL, r9
    mov r7, 2000
again:
    dec r7
    cmp r7, 0
    jne again
    in r1, TIMER_STATUS
    in r2, PIC_PENDING
    mov r9, 64
    out TIMER_PERIOD, r9
    out TIMER_CONTROL, r8
wait:
    in r3, TIMER_STATUS
    test r3, 1
    jz wait
    hlt
