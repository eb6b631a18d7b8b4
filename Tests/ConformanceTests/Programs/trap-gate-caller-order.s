; pins: a gate with reserved bits is refused for those, before its caller ring is looked at; an absent one before either
; expect stop: halt
; expect word err0: 0x9003
; expect word err1: 0x9102
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    gate 0x90, on_81, GATE_PRESENT | 0x100
    gate 0x91, on_81, 0x100
    user site
site:
    int 0x90
    int 0x91
    int 0x80
caught:
    skip
