; pins: an instruction overwritten with zeroes faults, and put back by the handler it runs
; expect stop: halt
; expect r5: 2
; expect word log0: 0x00060000
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    mov r1, site
    load r2, [r1]
    clr r3
    call routine
    store [r1], r3
    call routine
    hlt
routine:
    nop
site:
    inc r5
    ret
caught:
    store [r1], r2
    iret
