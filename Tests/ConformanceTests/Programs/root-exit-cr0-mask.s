; pins: a write of cr0 exits where an owned bit would differ from the shadow, both ways; it tells the general register
; expect engines: native
; expect stop: halt
; expect word exits: 3
; expect word reason0: 28
; expect word qual0: 0x600
; expect word place0: 12
; expect word reason1: 28
; expect word qual1: 0x700
; expect word place1: 16
; expect word reason2: 18
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_CR0_MASK, CR0_MIDDLE_RINGS | CR0_TRAP_TIME
    vmset VMCS_CR0_SHADOW, CR0_TRAP_TIME
    mov r4, CR0_TRAP_TIME               ; what the shadow says
    mov r5, CR0_TRAP_TIME | CR0_ROOT_MODE
    mov r6, CR0_TRAP_TIME | CR0_MIDDLE_RINGS
    mov r7, 0
    launch
guest:
site:
    mov cr0, r4
    mov cr0, r5
    nop
    mov cr0, r6                         ; 0 to 1
    mov cr0, r7                         ; 1 to 0
    vmcall
exited:
    past_until_vmcall
caught:
    hlt
