; pins: no interrupt comes between sti and a cli right behind it
; given input: x
; expect stop: halt
; expect r5: 3
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    console_pends
site:
    sti
    cli
    inc r5
    cmp r5, 3
    jb site
caught:
    hlt
