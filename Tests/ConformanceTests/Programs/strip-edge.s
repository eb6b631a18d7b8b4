; pins: the last word below the strip is not the strip's
; expect stop: halt
; expect r2: -1
; expect r3: 0xff
; expect word count: 1
; expect word error: 7
; expect word pc: 8
.include "lib/traps.s"
_start:
    traps
    mov r1, STRIP_BASE
site:
    load r2, [r1 - 4]
    loadb r3, [r1 - 1]
    loadb r4, [r1]
    hlt
caught:
    skip
