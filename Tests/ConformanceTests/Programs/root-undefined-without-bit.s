; pins: with CR0_ROOT_MODE clear each of the root-mode instructions is undefined, in ring 0 and in ring 3
; expect engines: native
; expect stop: halt
; expect word count: 22
; expect word log5: 0x00060028
; expect word log6: 0x00060018
; expect word log11: 0x00060000
; expect word vector: 6
; expect word pc: 0x28
; expect word flags: 0x3000
.include "lib/traps.s"
_start:
    traps
    jmp site
inside:
    user site
site:
    vmxon r1
    vmxoff
    vmclear r1
    vmptrld r1
    vmread r1, r2
    vmwrite r1, r2
    vmlaunch
    vmresume
    vmcall
    invept r1
    invvpid r1
    rdring r1
    cmp r1, 0
    je inside
    int 0x80
caught:
    skip
