; attacks: the debug trap's handler returns with the trace flag set into a halt, with interrupts off: it wakes for ever
; expect stop: limit
.include "lib/traps.s"
_start:
    traps
    push_frame site, FLAG_TRACE, boot_stack
    iret
site:
    hlt
    hlt
    jmp site
caught:
    iret
