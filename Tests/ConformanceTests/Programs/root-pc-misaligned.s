; pins: an entry takes any pc; what cannot be fetched is the guest's own fault
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word count: 1
; expect word vector: 13
; expect word error: 8
; expect word pc: 2
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_PC, site + 2
    launch
guest:
site:
    ud
caught:
    vmcall
exited:
    hlt
