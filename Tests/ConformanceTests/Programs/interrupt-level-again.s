; pins: a line still asserted at EOI interrupts again
; given input: x
; expect stop: halt
; expect word count: 3
; expect word log0: 0x00210004
; expect word log2: 0x00210004
; expect r5: 1
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r5
    sti
site:
    nop
    inc r5
    cli
    hlt
caught:
    inc r7
    out PIC_EOI, r0
    cmp r7, 3
    jb more
    clr r0
    out CONSOLE_CONTROL, r0
more:
    iret
