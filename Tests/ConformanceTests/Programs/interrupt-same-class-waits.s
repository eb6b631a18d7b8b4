; pins: an interrupt of the class in service waits for EOI, with a higher vector, too
; given input: x
; expect stop: halt
; expect r5: 1
; expect word log0: 0x0020fffc
; expect word log1: 0x0021000c
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    mov r0, ~(1 << TIMER_LINE | 1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r0
    mov r0, 1
    out TIMER_CONTROL, r0
wait:
    in r1, TIMER_STATUS
    test r1, 1
    jz wait
    clr r5
    sti
    nop
    nop
site:
    nop
    inc r5
    out PIC_EOI, r0
    nop
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    mov r0, 1
    out TIMER_STATUS, r0
    out CONSOLE_CONTROL, r0
    sti
    jmp site
end:
    hlt
