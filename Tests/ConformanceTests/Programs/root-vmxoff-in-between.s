; pins: a launched VMCS stays launched over vmxoff and vmxon, and the guest goes on
; expect engines: native
; expect stop: halt
; expect r4: 2
; expect word exits: 2
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    launch
guest:
site:
    inc r4
    vmcall
    inc r4
    vmcall
exited:
    cmp r4, 2
    je caught
    vmxoff
    mov r1, root_region
    vmxon r1
    mov r1, vmcs
    vmptrld r1
    past
caught:
    hlt
