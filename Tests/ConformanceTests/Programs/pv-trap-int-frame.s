; pins: int pushes the next pc, flags with ring 1, sp and error code 0 on the same stack, as the hardware would
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00830004
; expect word error: 0
; expect word flags: 0x1002
; expect word old_sp: 0x22000
; expect word frame: 0x21ff0
; expect r15: 0x21ff0
.include "lib/pv.s"
_start:
    traps
    mov sp, 0x22000
    cmp r1, r1
site:
    int 0x83
caught:
    finish
