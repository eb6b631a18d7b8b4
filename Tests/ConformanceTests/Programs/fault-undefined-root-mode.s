; pins: without root mode for guests its words are undefined, in ring 0 and in ring 3
; expect stop: halt
; expect word count: 22
; expect word log6: 0x00060018
; expect word log10: 0x00060028
; expect word log11: 0x00060000
; expect word log5: 0x00060028
; expect word error: 0
; expect word flags: 0x3000
.include "lib/traps.s"
_start:
    traps
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
    cmp r5, 0
    jne end
    mov r5, 1
    user site
end:
    int 0x80
caught:
    skip
