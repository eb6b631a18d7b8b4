; pins: ring 3 sees none of the shared pages, and ring 1 sees nothing of the strip
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word err0: 0xd
; expect word err1: 0xf
; expect word err2: 0xd
; expect word err3: 0xd
; expect word err4: 7
; expect word err5: 7
; expect word log4: 0x000d0018
; expect word log5: 0x000d0000
; expect word count: 6
.include "lib/pv.s"
_start:
    traps
    user start
caught:
    get r9, count
    cmp r9, 6
    je end
    cmp r9, 5
    jne skip
    mov r8, 0xffc00000
    jmp site
end:
    finish
.align 4096
start:
    mov r4, PV_START
    mov r5, PV_SHARED
    mov r6, PV_CONSOLE
    mov r7, PV_FRAME_OF_PAGE
    mov r8, PV_START
site:
    load r9, [r8]
    store [r5], r9
    load r9, [r6]
    load r9, [r7]
    mov r8, 0xffc00000
    load r9, [r8]
