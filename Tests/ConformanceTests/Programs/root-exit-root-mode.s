; pins: each of the root-mode instructions exits, from ring 0 and from ring 3, and does nothing
; expect engines: native
; expect stop: halt
; expect r4: 0x44
; expect word exits: 22
; expect word reason11: 27
; expect word reason12: 26
; expect word reason13: 19
; expect word reason14: 21
; expect word reason15: 23
; expect word place15: 0x10
; expect word length: 4
; expect word qualification: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_GUEST_CR0, CR0_ROOT_MODE
    mov r4, 0x44
    launch
guest:
    jmp site
inside:
    user site
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
    rdring r1
    cmp r1, 0
    je inside
exited:
    mov r2, exits
    load r2, [r2]
    cmp r2, 22
    je caught
    past
caught:
    hlt
