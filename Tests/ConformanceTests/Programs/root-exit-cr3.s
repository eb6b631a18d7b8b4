; pins: loads and stores of cr3 exit with their controls, before they have done anything; other control registers never do
; expect engines: native
; expect stop: halt
; expect r6: 0x66
; expect r7: 0x12000
; expect word exits: 3
; expect word reason0: 28
; expect word qual0: 0x503
; expect word place0: 0
; expect word reason1: 28
; expect word qual1: 0x613
; expect word place1: 4
; expect word length: 4
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CONTROLS, CONTROL_TABLE_BASE_LOAD_EXITING | CONTROL_TABLE_BASE_STORE_EXITING
    vmset VMCS_GUEST_CR3, 0x12000
    mov r5, 0x13000
    mov r6, 0x66
    launch
guest:
site:
    mov cr3, r5
    mov r6, cr3
    mov cr2, r5
    mov sp1, r5
    mov sysentry, r5
    mov r0, limit
    vmcall
exited:
    vmget r7, VMCS_GUEST_CR3
    past_until_vmcall
caught:
    hlt
