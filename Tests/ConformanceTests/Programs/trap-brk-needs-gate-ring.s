; pins: brk is bound by the caller ring of its gate, as int is
; expect stop: halt
; expect word log0: 0x000d0000
; expect word err0: 0x304
; expect word flags: 0x3000
.include "lib/traps.s"
_start:
    traps
    user site
site:
    brk
caught:
    hlt
