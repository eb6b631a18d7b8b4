; pins: a write to the power switch ends the run before the next instruction, with its low byte as the code
; expect stop: exit
; expect exit: 42
; expect r1: 0x12a
; expect r2: 5
    mov r1, 0x12a
    mov r2, 5
    out POWER_EXIT, r1
    mov r2, 6
