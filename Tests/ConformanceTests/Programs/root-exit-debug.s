; pins: a debug trap that the bitmap names exits behind the traced instruction
; expect engines: native
; expect stop: halt
; expect r4: 1
; expect word exits: 1
; expect word reason: 0
; expect word event: 0x80000301
; expect word place: 4
; expect word guest_flags: 0x100
; expect word length: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_EXCEPTION_BITMAP, 1 << VECTOR_DEBUG
    vmset VMCS_GUEST_FLAGS, FLAG_TRACE
    launch
guest:
site:
    inc r4
    inc r4
exited:
caught:
    hlt
