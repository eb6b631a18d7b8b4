; pins: the start page and the two tables of frames can be read, not written
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 4
; expect word err0: 7
; expect word err1: 7
; expect word err2: 7
; expect word err3: 7
; expect word address: 0xffa00000
; expect r8: 0x32335650
; expect r9: 0
.include "lib/pv.s"
_start:
    traps
    get r7, PV_FRAME_OF_PAGE + 4 * 5
    mov r4, PV_START
    mov r5, PV_FRAME_OF_PAGE
    mov r6, PV_PAGE_OF_FRAME
site:
    store [r4], r4
    storeb [r4 + 8], r4
    store [r5 + 4 * 5], r4
    store [r6], r4
    load r8, [r4]
    load r9, [r5 + 4 * 5]
    sub r9, r7
    finish
caught:
    jmp skip
