; pins: a nested violation while the guest's int is executed leaves int to be executed again: nothing was being delivered
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 48
; expect word vectoring: 0
; expect word place: 0
; expect word guest_sp: 0x30000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put nested_identity + 0x2f * 4, 0
    vmset VMCS_GUEST_SP, 0x30000
    launch
guest:
site:
    int 0x81
exited:
caught:
    hlt
