; pins: a fault in the shadow of sti comes first, with IF set in its frame, and its iret opens no new shadow
; given input: x
; expect stop: halt
; expect word log0: 0x00060004
; expect word log1: 0x00210008
; expect word flags: 0x200
; expect r5: 0
.include "lib/traps.s"
_start:
    traps
    console_pends
    clr r5
site:
    sti
    ud
    inc r5
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    skip
end:
    hlt
