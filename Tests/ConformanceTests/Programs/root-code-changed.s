; pins: code that the host changes between exit and entry is executed as it is then, below nested tables as well
; expect engines: native
; expect stop: halt
; expect r6: 2
; expect r7: 0x55
; expect word exits: 3
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested CONTROL_VPID
    vmset VMCS_VPID, 7
    launch
guest:
site:
    inc r6
    nop
    vmcall
exited:
    mov r3, exits
    load r3, [r3]
    cmp r3, 2
    je on_2
    ja caught
    vmset VMCS_GUEST_PC, guest
    resume
on_2:
    put site, 0x09700055                ; mov r7, 0x55
    vmset VMCS_GUEST_PC, guest
    resume
caught:
    hlt
