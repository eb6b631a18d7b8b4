; pins: an injected exception goes through the guest's table, with its error code and the guest's pc in the frame
; expect engines: native
; expect stop: halt
; expect word exits: 1
; expect word reason: 18
; expect word count: 1
; expect word vector: 13
; expect word error: 0x1234
; expect word pc: 0
; expect word flags: 0x3000
; expect word frame: 0x1fff0
; expect word old_sp: 0x28000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_EXCEPTION | VECTOR_PROTECTION
    vmset VMCS_ENTRY_ERROR, 0x1234
    vmset VMCS_GUEST_FLAGS, 3 << FLAG_RING_SHIFT
    launch
guest:
site:
    ud
caught:
    vmcall
exited:
    hlt
