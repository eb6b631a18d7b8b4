; pins: hlt with IF set and nothing to come waits, and does not stop the machine as hlt with IF clear does
; expect stop: limit
; expect r1: 1
; expect r15: 0x3000
    mov sp, 0x3000
    mov r1, 1
    sti
    hlt
    mov r1, 2
