; pins: a page of memory can be taken out of its place, and its contents stay in its frame
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 1
; expect word log0: 0x000e0000
; expect r4: 0xaaaa
.include "lib/pv.s"
_start:
    traps
    poke 0, 0xaaaa
    window
    map WINDOW, 0, KERNEL
    unmap 0
    clr r5
site:
    load r6, [r5]
    get r4, WINDOW
    finish
caught:
    jmp skip
