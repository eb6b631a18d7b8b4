; pins: a frame whose second page the nested tables do not have is not pushed in part
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 48
; expect word physical: 0x2fffc
; expect word guest_sp: 0x30008
; expect word 0x30000: 0
; expect word 0x30004: 0
; expect word vectoring: 0x80000306
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put nested_identity + 0x2f * 4, 0
    vmset VMCS_GUEST_SP, 0x30008
    launch
guest:
site:
    ud
exited:
caught:
    hlt
