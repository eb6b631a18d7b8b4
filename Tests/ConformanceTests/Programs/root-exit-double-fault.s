; pins: a double fault that the bitmap names exits with it, and with the first fault as what was being delivered
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 0
; expect word event: 0x80000308
; expect word event_error: 0
; expect word vectoring: 0x80000306
; expect word place: 4
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_TRAP_TABLE, 0x50000
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_DOUBLE_FAULT
    launch
guest:
site:
    nop
    ud
exited:
caught:
    hlt
