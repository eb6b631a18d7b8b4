; pins: an interrupt of a lower class waits until the higher one in service has ended
; given input: x
; expect stop: halt
; expect word log0: 0x00200004
; expect word log1: 0x00210014
; expect word count: 2
; expect r3: 0x30
; expect r4: 0x21
.include "lib/traps.s"
_start:
    traps
    gate 0x30, on_timer, GATE_PRESENT
    mov r0, 0x30
    out PIC_ROUTE + TIMER_LINE, r0
    mov r0, ~(1 << TIMER_LINE | 1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 1
    out TIMER_CONTROL, r0
    out CONSOLE_CONTROL, r0
wait:
    in r1, TIMER_STATUS
    test r1, 1
    jz wait
    sti
site:
    nop
handler:
    sti
    nop
    nop
    out PIC_EOI, r0
    nop
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    in r3, PIC_SERVICE
    out TIMER_STATUS, r0
    jmp handler
end:
    in r4, PIC_SERVICE
    hlt
