; pins: the page tables of the start can be read, and a store to them is a page fault that finds the page protected
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 2
; expect word err0: 7
; expect word err1: 7
; expect r6: 1
.include "lib/pv.s"
_start:
    traps
    get r4, PV_START + START_FREE_END
    get r5, PV_START + START_TABLE_BASE
    load r6, [r4]
    load r6, [r5]
    and r6, 1
site:
    store [r4], r6
    store [r5], r6
    finish
caught:
    jmp skip
