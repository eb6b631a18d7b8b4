; pins: loads and stores of cr8 exit with their controls
; expect engines: native
; expect stop: halt
; expect r6: 0x66
; expect r7: 0
; expect word exits: 3
; expect word reason0: 28
; expect word qual0: 0x508
; expect word place0: 0
; expect word reason1: 28
; expect word qual1: 0x618
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_TASK_PRIORITY_LOAD_EXITING | CONTROL_TASK_PRIORITY_STORE_EXITING
    mov r5, 5
    mov r6, 0x66
    launch
guest:
site:
    mov cr8, r5
    mov r6, cr8
    vmcall
exited:
    mov r7, cr8
    past_until_vmcall
caught:
    hlt
