; pins: sti with IF already set opens no shadow: an interrupt that begins to pend comes at once
; given input: x
; expect stop: halt
; expect word log0: 0x00210004
.include "lib/traps.s"
_start:
    traps
    mov r0, ~(1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    sti
    nop
    mov r0, 1
    sti
site:
    out CONSOLE_CONTROL, r0
    nop
caught:
    hlt
