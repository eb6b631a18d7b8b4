; pins: sti and hlt cannot be parted, also if hlt lies on a page that has never been touched: the interrupt wakes it
; given input: x
; expect stop: halt
; expect r5: 0x55
; expect word count: 1
; expect word log0: 0x00210004
.include "lib/traps.s"
_start:
    traps
    console_pends
    mov r1, site - 4
    jmp r1
caught:
    console_ends
    iret
.section far, 0x80fffc
    sti
site:
    hlt
    mov r5, 0x55
    cli
    hlt
