; pins: the controls of loads and of stores of cr3 are apart, and so are those of cr8
; expect engines: native
; expect stop: halt
; expect r6: 0x13000
; expect word exits: 4
; expect word qual0: 0x513
; expect word place0: 4
; expect word qual1: 0x508
; expect word place1: 12
; expect word reason2: 18
; expect word reason3: 18
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_TABLE_BASE_STORE_EXITING | CONTROL_TASK_PRIORITY_LOAD_EXITING
    mov r5, 0x13000
    launch
guest:
site:
    mov cr3, r5
    mov r5, cr3
    mov r4, cr8
    mov cr8, r5
    vmcall
exited:
    mov r4, exits
    load r4, [r4]
    cmp r4, 3
    jb over
    vmset VMCS_CONTROLS, CONTROL_TABLE_BASE_LOAD_EXITING | CONTROL_TASK_PRIORITY_STORE_EXITING
    vmset VMCS_GUEST_PC, others
    cmp r4, 4
    je caught
    resume
over:
    past
others:
    mov r6, cr3
    mov r4, 1
    mov cr8, r4
    vmcall
caught:
    hlt
