; pins: iret in ring 3 to a more privileged ring is a protection fault, and to ring 1 or 2 no less than to ring 0
; expect stop: halt
; expect engines: native hvm bt
; expect word err0: 6
; expect word err1: 6
; expect word err2: 6
; expect word count: 3
; expect word old_sp: 0x23fd0
.include "lib/traps.s"
_start:
    traps
    user start
start:
    push_frame 0, 0, 0
    jmp site
site:
    iret
    push_frame 0, 1 << FLAG_RING_SHIFT, 0
    iret
    push_frame 0, 2 << FLAG_RING_SHIFT, 0
    iret
    int 0x80
caught:
    skip
