; pins: an address that is both misaligned and in the strip is reported as misaligned
; expect stop: halt
; expect word err0: 8
; expect word err1: 7
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    mov r1, STRIP_BASE
site:
    load r2, [r1 + 2]
    load r2, [r1 + 4]
    hlt
caught:
    skip
