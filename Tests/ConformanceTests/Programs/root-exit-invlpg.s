; pins: invlpg exits with CONTROL_INVLPG_EXITING; the qualification is the address
; expect engines: native
; expect stop: halt
; expect word exits: 2
; expect word reason0: 14
; expect word qual0: 0x12345678
; expect word place0: 0
; expect word length: 4
; expect word reason1: 18
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_INVLPG_EXITING
    mov r5, 0x12345678
    launch
guest:
site:
    invlpg r5
    vmcall
exited:
    past_until_vmcall
caught:
    hlt
