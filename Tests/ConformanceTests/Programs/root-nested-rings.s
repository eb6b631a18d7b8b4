; pins: nested tables have no rings: what they allow they allow to ring 3 as well
; expect engines: native
; expect stop: halt
; expect r6: 0xaa
; expect word exits: 1
; expect word reason: 18
; expect word guest_flags: 0x3000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put 0x30abc, 0xaa
    vmset VMCS_GUEST_FLAGS, 3 << FLAG_RING_SHIFT
    mov r5, 0x30abc
    launch
guest:
site:
    load r6, [r5]
    store [r5], r6
    vmcall
exited:
caught:
    hlt
