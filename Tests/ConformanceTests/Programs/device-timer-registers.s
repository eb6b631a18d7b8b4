; pins: the timer's registers read what was written, with the bits that there are, and a stopped timer counts 0
; expect stop: halt
; expect r1: 0
; expect r2: 0x123456
; expect r3: 2
; expect r4: 0
; expect r5: 0
    in r1, TIMER_CONTROL
    mov r8, 0x123456
    out TIMER_PERIOD, r8
    in r2, TIMER_PERIOD
    mov r8, 0xfe
    out TIMER_CONTROL, r8
    in r3, TIMER_CONTROL
    in r4, TIMER_COUNT
    in r5, TIMER_STATUS
    hlt
