; pins: a fault on the way to an injected interrupt's handler exits, named or not, and tells the interrupt
; expect engines: native
; expect stop: halt
; expect r7: 0x90
; expect word exits: 1
; expect word reason: 0
; expect word event: 0x8000030d
; expect word event_error: 0x9002
; expect word vectoring: 0x80000090
; expect word vectoring_error: 0
; expect word guest_flags: 0x200
; expect word guest_sp: 0x28000
; expect word place: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_INTERRUPT | 0x90
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT
    launch
guest:
site:
    ud
exited:
    vmget r7, VMCS_ENTRY_EVENT
caught:
    hlt
