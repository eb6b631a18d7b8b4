; pins: in root mode each of them is privileged: a protection fault in ring 3
; expect engines: native
; expect stop: halt
; expect word count: 11
; expect word log0: 0x000d0000
; expect word log10: 0x000d0028
; expect word err0: 1
; expect word err10: 1
; expect word error: 1
; expect word exits: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
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
    int 0x80
caught:
    skip
guest:
exited:
    hlt
