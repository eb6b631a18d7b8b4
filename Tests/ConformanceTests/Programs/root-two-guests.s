; pins: two guests with a VMCS each run in turn, each from where it was left
; expect engines: native
; expect stop: halt
; expect r4: 3
; expect r5: 2
; expect word exits: 5
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    mov r7, vmcs
    mov r8, other_vmcs
    vmclear r8
    vmptrld r8
    call vmcs_ready
    vmset VMCS_GUEST_PC, other
    vmptrld r7
    launch
guest:
    inc r4
    vmcall
    jmp guest
other:
    inc r5
    vmcall
    jmp other
site:
exited:
    mov r0, exits
    load r3, [r0]
    cmp r3, 5
    je caught
    vmget r1, VMCS_GUEST_PC
    add r1, 4
    mov r2, VMCS_GUEST_PC
    vmwrite r2, r1
    mov r1, r7                          ; the other one's turn
    mov r7, r8
    mov r8, r1
    vmptrld r7
    cmp r3, 1
    jne .again
    launch
.again:
    resume
caught:
    hlt
