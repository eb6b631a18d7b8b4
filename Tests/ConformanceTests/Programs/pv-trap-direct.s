; pins: a direct gate leads from ring 3 to ring 1 on the kernel stack, leaves the event mask alone, and resumes as others do
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00820004
; expect word log1: 0x0082000c
; expect word error: 0
; expect word old_sp: 0x24000
; expect word frame: 0x1fff0
; expect r4: 0
; expect r7: 7
.include "lib/pv.s"
_start:
    traps
    clr r6
    user start, FLAG_INTERRUPT
caught:
    get r4, PV_SHARED + SHARED_EVENTS_MASKED
    inc r6
    cmp r6, 2
    jb resume
    finish
.align 4096
start:
site:
    int 0x82
    mov r7, 7
    int 0x82
