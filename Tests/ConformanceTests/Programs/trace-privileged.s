; pins: privileged instructions in ring 0 are traced like others: one trap each, at the next pc
; expect stop: halt
; expect word log0: 0x00010008
; expect word log1: 0x0001000c
; expect word log2: 0x00010010
; expect word log3: 0x00010014
; expect word log4: 0x00010018
; expect word log5: 0x0001001c
; expect word log6: 0x00010020
; expect word count: 7
; expect word flags: 0x100
.include "lib/traps.s"
_start:
    traps
    mov r2, trap_table
    mov r1, FLAG_TRACE
    push r1
site:
    popf
    cli
    in r3, CONSOLE_STATUS
    mov r4, cr0
    mov cr0, r4
    lidt r2
    invlpg r2
    mov cr8, r4
    int 0x80
caught:
    iret
