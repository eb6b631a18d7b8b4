; pins: cr8 at 15 holds back even the highest class, and 14 lets it in
; given input: x
; expect stop: halt
; expect r5: 1
; expect r6: 0xff
; expect word log0: 0x00210008
.include "lib/traps.s"
_start:
    traps
    mov r0, 0xff
    out PIC_ROUTE + CONSOLE_LINE, r0
    gate 0xff, on_console, GATE_PRESENT
    console_pends
    mov r2, 15
    mov cr8, r2
    sti
    nop
    mov r5, 1
    mov r2, 14
    jmp site
site:
    nop
    mov cr8, r2
    inc r5
caught:
    in r6, PIC_SERVICE
    hlt
