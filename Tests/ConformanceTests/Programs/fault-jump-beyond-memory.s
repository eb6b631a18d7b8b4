; pins: where no RAM is, every word is undefined
; expect stop: halt
; expect word vector: 6
; expect word pc: 0
; expect word count: 2
site = 0x01000000                       ; the first byte behind RAM
.include "lib/traps.s"
_start:
    traps
    mov r1, site
    cmp r5, 0
    jne as_user
    inc r5
    jmp r1
as_user:
    user site
caught:
    cmp r5, 2
    je end
    inc r5
    add sp, 16
    user site
end:
    hlt
