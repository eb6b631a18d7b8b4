; pins: which reason tells which root-mode instruction
; expect engines: native
; expect stop: halt
; expect word exits: 11
; expect word reason6: 20
; expect word reason7: 24
; expect word reason8: 50
; expect word reason9: 53
; expect word reason10: 18
; expect word place10: 0x28
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_CR0, CR0_ROOT_MODE
    launch
guest:
site:
    vmxon r4
    vmxoff
    vmclear r4
    vmptrld r4
    vmread r4, r4
    vmwrite r4, r4
    vmlaunch
    vmresume
    invept r4
    invvpid r4
    vmcall
exited:
    past_until_vmcall
caught:
    hlt
