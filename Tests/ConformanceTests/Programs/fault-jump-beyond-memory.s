; pins: where no RAM is, every word is undefined, for ring 0 and ring 3
; expect stop: halt
; expect word log0: 0x00060000
; expect word log1: 0x00060000
; expect word flags: 0x3000
; expect word old_sp: 0x24000
; expect word count: 2
.include "lib/traps.s"
site = 0x01000000                       ; the first byte behind RAM
_start:
    traps
    mov r1, site
    jmp r1
caught:
    cmp r5, 0
    jne end
    inc r5
    user site
end:
    hlt
