; pins: syscall leaves flags, next pc and sp in r12, r13 and r14, and every other register alone
; expect stop: halt
; expect r12: 0x20d
; expect r13: 0
; expect r14: 0x23f00
; expect r1: 0x101
; expect r11: 0xb0b
; expect r15: 0x20000
.include "lib/traps.s"
_start:
    traps
    mov r1, entry
    mov sysentry, r1
    mov r1, 0x101
    mov r11, 0xb0b
    user start, FLAG_INTERRUPT
start:
    mov sp, 0x23f00
    mov r5, 0x7fffffff
    cmp r5, -1                          ; N V C
    syscall
site:
    nop
entry:
    mov r0, site
    sub r13, r13, r0
caught:
    hlt
