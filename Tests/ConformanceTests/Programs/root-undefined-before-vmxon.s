; pins: with CR0_ROOT_MODE set, but before vmxon, all of them but vmxon are undefined; vmxon in ring 3 is privileged
; expect engines: native
; expect stop: halt
; expect word count: 21
; expect word log9: 0x00060028
; expect word log10: 0x000d0000
; expect word err10: 1
; expect word vector: 6
; expect word pc: 0x28
; expect word flags: 0x3000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    traps
    root_allowed
    jmp others
inside:
    user site
site:
    vmxon r1
others:
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
guest:
exited:
    hlt
