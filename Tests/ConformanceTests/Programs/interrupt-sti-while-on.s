; pins: sti with IF already set opens no shadow: an interrupt that begins to pend behind it comes at once
; given input: x
; expect stop: halt
; expect r5: 0
; expect word log0: 0x00210008
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    mov r0, ~(1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 1
    clr r5
    sti
    nop
site:
    sti
    out CONSOLE_CONTROL, r0
    inc r5
caught:
    hlt
