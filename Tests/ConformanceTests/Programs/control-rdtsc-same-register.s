; pins: rdtsc with one register for both leaves the high word in it
; expect stop: halt
; expect r1: 0
    mov r1, 5
    rdtsc r1, r1
    hlt
