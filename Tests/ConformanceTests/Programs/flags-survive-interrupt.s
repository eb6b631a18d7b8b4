; pins: an interrupt between a comparison and its jump does not change what the jump sees
; given input: x
; expect stop: halt
; expect r1: 1
; expect word count: 1
; expect word flags: 0x20d
.include "lib/traps.s"
_start:
    traps
    console_pends
    mov r2, 0x7fffffff
    sti
    cmp r2, -1
site:
    jge yes                             ; N and V agree, though N alone would say less
    hlt
yes:
    jae no
    mov r1, 1
no:
    cli
    hlt
caught:
    push r0
    console_ends
    cmp r0, 0
    pop r0
    iret
