; pins: a word with an unknown opcode, or with a bit set that its form does not use, is undefined
; expect stop: halt
; expect word count: 10
; expect word log0: 0x00060000
; expect word log9: 0x00060024
; expect word error: 0
; expect r1: 0x77
.include "lib/traps.s"
_start:
    traps
    mov r1, 0x77
site:
    .word 0                             ; ud
    .word 0x00000001                    ; ud with a bit
    .word 0x01000001                    ; nop with a bit
    .word 0x08110001                    ; mov r1, r1 with a bit
    .word 0x20111001                    ; add with a bit
    .word 0x3e110020                    ; shl by 32
    .word 0x60000100                    ; int 256
    .word 0x4c000001                    ; ret with a bit
    .word 0x02000000
    .word 0xffffffff
    hlt
caught:
    skip
