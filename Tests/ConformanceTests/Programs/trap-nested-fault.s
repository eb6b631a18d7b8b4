; pins: a fault within a handler is a fault of its own, once the first has been delivered
; expect stop: halt
; expect word log0: 0x00000000
; expect word log1: 0x00060008
; expect word count: 2
; expect word flags: 5
; expect word frame: 0x1ffe0
; expect word old_sp: 0x1fff0
.include "lib/traps.s"
_start:
    traps
    user site
site:
    div r1, r1, r2
    nop
inner:
    ud
caught:
    cmp r5, 0
    jne end
    mov r5, 1
    cmp r5, 2
    jmp inner
end:
    hlt
