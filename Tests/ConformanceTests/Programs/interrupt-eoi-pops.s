; pins: EOI ends the newest interrupt in service, and PIC_SERVICE shows the one below, then all ones
; given input: x
; expect stop: halt
; expect r1: 0x31
; expect r2: 0x20
; expect r3: -1
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    gate 0x31, on_console, GATE_PRESENT
    mov r0, 0x31
    out PIC_ROUTE + CONSOLE_LINE, r0
    mov r0, ~(1 << TIMER_LINE | 1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 1
    out TIMER_CONTROL, r0
site:
    sti
    hlt
    jmp site
caught:
    inc r7
    mov r0, 1
    out TIMER_STATUS, r0
    out CONSOLE_CONTROL, r0
    cmp r7, 2
    jb site                             ; within the timer's handler
    in r1, PIC_SERVICE
    out PIC_EOI, r0
    in r2, PIC_SERVICE
    out PIC_EOI, r0
    in r3, PIC_SERVICE
    hlt
