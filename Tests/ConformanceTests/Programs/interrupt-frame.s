; pins: an interrupt's frame has the pc of the next instruction, IF set, and error code 0
; given input: x
; expect stop: halt
; expect word log0: 0x00210004
; expect word err0: 0
; expect word flags: 0x205
; expect word old_sp: 0x22000
; expect word frame: 0x21ff0
; expect r2: 0x21
; expect r3: 2
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r1
    cmp r1, 1
    sti
site:
    inc r5
    inc r5
caught:
    in r2, PIC_SERVICE
    in r3, PIC_PENDING
    hlt
