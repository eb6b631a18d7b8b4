; pins: an interrupt in ring 3 goes to sp0, and iret resumes the interrupted program
; given input: x
; expect stop: halt
; expect r5: 2
; expect word log0: 0x00210000
; expect word count: 1
; expect word flags: 0x3200
; expect word old_sp: 0x24000
; expect word frame: 0x1fff0
.include "lib/traps.s"
_start:
    traps
    console_pends
    user site, FLAG_INTERRUPT
site:
    inc r5
    inc r5
    int 0x80
caught:
    push r0
    console_ends
    pop r0
    iret
