; pins: vmresume needs a launched VMCS, vmlaunch one that is clear; vmclear makes it clear again, vmptrld does not
; expect engines: native
; expect stop: halt
; expect r4: 5
; expect r5: 4
; expect r6: 4
; expect r7: 3
; expect word exits: 3
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmresume                            ; never launched
    vmget r4, VMCS_INSTRUCTION_ERROR
    launch
guest:
site:
    vmcall
exited:
    inc r7
    cmp r7, 1
    je first
    cmp r7, 2
    je second
    hlt
first:
    vmlaunch                            ; launched already
    vmget r5, VMCS_INSTRUCTION_ERROR
    mov r1, vmcs
    vmptrld r1
    vmlaunch
    vmget r6, VMCS_INSTRUCTION_ERROR
    resume
second:
    mov r1, vmcs
    vmclear r1
    vmptrld r1
    launch
caught:
    hlt
