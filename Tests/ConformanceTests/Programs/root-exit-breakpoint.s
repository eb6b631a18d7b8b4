; pins: a breakpoint that the bitmap names exits before brk is executed: a software event, with its length and pc at it
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 0
; expect word event: 0x80000403
; expect word length: 4
; expect word place: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_BREAKPOINT
    launch
guest:
site:
    brk
    vmcall
exited:
caught:
    hlt
