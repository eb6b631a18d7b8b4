; pins: the console asserts its line while input waits and it is told to, and the read of the last byte quiets it
; given input: ab
; expect stop: halt
; expect r1: 0
; expect r2: 2
; expect r3: 2
; expect r4: 0
; expect r5: 1
    in r1, PIC_PENDING
    mov r8, -1
    out CONSOLE_CONTROL, r8
    in r2, PIC_PENDING
    in r9, CONSOLE_DATA
    in r3, PIC_PENDING
    in r9, CONSOLE_DATA
    in r4, PIC_PENDING
    in r5, CONSOLE_CONTROL              ; one bit is all that there is
    hlt
