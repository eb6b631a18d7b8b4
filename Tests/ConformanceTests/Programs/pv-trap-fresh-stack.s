; pins: a gate with a fresh stack pushes the frame on the kernel stack from ring 1, too
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word old_sp: 0x21ff8
; expect word frame: 0x1fff0
; expect word flags: 0x1002
; expect word log0: 0x00830004
.include "lib/pv.s"
_start:
    gate 0x83, on_83, GATE | GATE_FRESH_STACK
    traps
    mov sp, 0x21ff8
    cmp r1, r1
site:
    int 0x83
caught:
    finish
