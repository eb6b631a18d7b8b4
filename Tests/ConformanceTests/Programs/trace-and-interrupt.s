; pins: when IF and TF are set together a pending interrupt comes before the first traced instruction, with TF in its frame
; given input: x
; expect stop: halt
; expect word log0: 0x00210000
; expect word log1: 0x00010004
; expect word count: 2
; expect r5: 0x3300
; expect r6: 1
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r6
    user site, FLAG_TRACE | FLAG_INTERRUPT
site:
    inc r6
    int 0x80
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    load r5, [sp + FRAME_FLAGS]
    console_ends
    iret
end:
    hlt
