; pins: a trap frame pushed over code replaces it: its error word, 0, is an undefined instruction
; expect stop: halt
; expect r5: 1
; expect word log1: 0x0006000c
; expect word count: 2
.include "lib/traps.s"
_start:
    traps
    clr r5
    mov r6, site + 12
    call r6                             ; it has run before
    mov sp, site + 16
    int 0x81
caught:
    mov sp, boot_stack
    cmp r7, 0
    jne end
    mov r7, 1
    call r6
end:
    hlt
    .space 64                           ; for what the handler pushes
site:
    .space 12
    inc r5
    ret
