; pins: with CR0_MIDDLE_RINGS a guest can be entered in rings 1 and 2, and an exit tells them
; expect engines: native
; expect stop: halt
; expect r4: 1
; expect r5: 2
; expect word exits: 2
; expect word guest_flags: 0x2000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_CR0, CR0_MIDDLE_RINGS
    vmset VMCS_GUEST_FLAGS, 1 << FLAG_RING_SHIFT
    launch
guest:
    mov r4, r5
    rdring r5
    vmcall
site:
exited:
    mov r0, exits
    load r0, [r0]
    cmp r0, 2
    je caught
    vmset VMCS_GUEST_FLAGS, 2 << FLAG_RING_SHIFT
    vmset VMCS_GUEST_PC, guest
    resume
caught:
    hlt
