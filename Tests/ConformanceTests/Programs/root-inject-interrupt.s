; pins: an injected interrupt has a zero for an error code, clears IF, and needs no controller; the frame leads to pc
; expect engines: native
; expect stop: halt
; expect r5: 0xffffffff
; expect word exits: 1
; expect word guest_flags: 0
; expect word count: 1
; expect word vector: 0x81
; expect word error: 0
; expect word pc: 0
; expect word flags: 0x20f
; expect word frame: 0x27ff0
; expect word old_sp: 0x28000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_ENTRY_EVENT, EVENT_VALID | EVENT_INTERRUPT | 0x81
    vmset VMCS_ENTRY_ERROR, 0x1234      ; not for interrupts
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT | 15
    launch
guest:
site:
    ud
caught:
    in r5, PIC_SERVICE
    cmp r5, r5
    mov r0, 0
    push r0
    popf
    vmcall
exited:
    hlt
