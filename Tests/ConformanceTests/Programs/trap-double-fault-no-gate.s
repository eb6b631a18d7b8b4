; pins: a fault whose gate is absent is a double fault, with error code 0 and the pc of the first fault
; expect stop: halt
; expect word log0: 0x00080000
; expect word error: 0
; expect word flags: 0x3000
.include "lib/traps.s"
_start:
    traps
    gate VECTOR_UNDEFINED, on_undefined, 0
    user site
site:
    ud
caught:
    hlt
