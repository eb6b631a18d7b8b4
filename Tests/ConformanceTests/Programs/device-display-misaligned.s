; pins: accesses to a device's memory must be aligned, too, and a refused one does nothing
; expect stop: halt
; expect r1: 0
; expect word err0: 8
; expect word err1: 8
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    mov r8, DISPLAY_CELLS
    mov r9, -1
site:
    store [r8 + 2], r9
    loadh r2, [r8 + 1]
    load r1, [r8]
    hlt
caught:
    skip
