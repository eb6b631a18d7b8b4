; pins: a periodic timer goes on running and expires again each time its status has been cleared
; expect stop: halt
; expect r1: 3
; expect r5: 5
    mov r8, 500
    out TIMER_PERIOD, r8
    mov r8, 3
    out TIMER_CONTROL, r8
wait:
    in r2, TIMER_STATUS
    test r2, 1
    jz wait
    out TIMER_STATUS, r8
    inc r5
    cmp r5, 5
    jb wait
    in r1, TIMER_CONTROL
    hlt
