; pins: iret that sets TF is not followed by a trap; the instruction it returns to is
; expect stop: halt
; expect word log0: 0x00010004
; expect word count: 1
; expect r5: 1
.include "lib/traps.s"
_start:
    traps
    clr r5
    push_frame site, FLAG_TRACE, boot_stack
    iret
site:
    inc r5
    inc r5
caught:
    hlt
