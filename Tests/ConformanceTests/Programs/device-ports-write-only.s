; pins: registers that are only written read as all ones, and those only read ignore writes
; expect stop: halt
; expect r1: -1
; expect r2: -1
; expect r3: 0
; expect r4: 2
; expect r5: -1
; expect r6: 0
    in r1, PIC_EOI
    in r2, POWER_EXIT
    mov r8, 0x33
    out PIC_PENDING, r8
    in r3, PIC_PENDING
    out CONSOLE_STATUS, r8
    in r4, CONSOLE_STATUS
    out PIC_SERVICE, r8
    in r5, PIC_SERVICE
    out TIMER_COUNT, r8
    in r6, TIMER_COUNT
    hlt
