; pins: iret in ring 3 to ring 3 works, keeps IF, and takes pc, sp and flags
; expect stop: halt
; expect engines: native hvm bt
; expect word log0: 0x00810004
; expect word flags: 0x3206
; expect word old_sp: 0x23500
.include "lib/traps.s"
_start:
    traps
    user start, FLAG_INTERRUPT
start:
    push_frame site, 3 << FLAG_RING_SHIFT | FLAG_ZERO | FLAG_NEGATIVE, 0x23500
    iret
site:
    int 0x81
caught:
    hlt
