; pins: a triple fault in the guest exits, with pc at the first fault; the host goes on
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 2
; expect word qualification: 0
; expect word place: 4
; expect word event: 0
; expect word vectoring: 0
; expect word count: 0
; expect word guest_sp: 0x28000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_TRAP_TABLE, 0x50000
    launch
guest:
site:
    nop
    ud
exited:
caught:
    hlt
