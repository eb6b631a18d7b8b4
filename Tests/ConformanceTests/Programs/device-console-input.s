; pins: input is read a byte at a time, all ones when there is none, and the status tells before
; given input: ab
; expect stop: halt
; expect r1: 3
; expect r2: 0x61
; expect r3: 0x62
; expect r4: 2
; expect r5: -1
    in r1, CONSOLE_STATUS
    in r2, CONSOLE_DATA
    in r3, CONSOLE_DATA
    in r4, CONSOLE_STATUS
    in r5, CONSOLE_DATA
    hlt
