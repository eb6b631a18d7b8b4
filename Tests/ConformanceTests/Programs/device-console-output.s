; pins: a write to the console sends the low byte, in order, whatever the rest of the word is
; expect stop: halt
; expect output: Ab
; expect output: c
; expect r2: 2
    mov r1, 0x12345641
    out CONSOLE_DATA, r1
    mov r1, 'b'
    mov r3, CONSOLE_DATA
    out r3, r1
    mov r1, '\n'
    out CONSOLE_DATA, r1
    mov r1, 'c'
    out CONSOLE_DATA, r1
    in r2, CONSOLE_STATUS
    hlt
