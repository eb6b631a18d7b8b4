; pins: code that runs into a missing page faults at the first address of that page, and goes on when it is there
; expect stop: halt
; expect r5: 0x123
; expect word log0: 0x000e0000
; expect word err0: 0x1c
; expect word address: 0x40001000
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
site = SECOND
_start:
    traps
    tables
    mov r1, code
    load r2, [r1]
    mov r3, frame_d
    store [r3 + 0xffc], r2
    load r2, [r1 + 4]
    mov r3, frame_a
    store [r3], r2
    load r2, [r1 + 8]
    store [r3 + 4], r2
    poke window, frame_d | ALL
    paging
    mov r6, WINDOW + 0xffc
    user start
start:
    jmp r6
code:
    mov r5, 0x100
    or r5, 0x23
    int 0x80
caught:
    poke second, frame_a | ALL
    iret
