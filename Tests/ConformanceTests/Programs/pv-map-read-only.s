; pins: a mapping for reading only is one, and one that is gone is gone
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 2
; expect word err0: 7
; expect word err1: 4
; expect r4: 0xaaaa
; expect word 0x30000: 0xaaaa
.include "lib/pv.s"
_start:
    traps
    poke frame_a, 0xaaaa
    window
    map WINDOW, frame_a, READ
    mov r5, WINDOW
    load r4, [r5]
site:
    store [r5], r5
    unmap WINDOW
    load r4, [r5]
    finish
caught:
    jmp skip
