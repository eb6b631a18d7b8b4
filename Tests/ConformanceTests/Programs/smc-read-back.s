; pins: code reads as data what was written, never what a monitor has made of it
; expect stop: halt
; expect r1: 0x70000000
; expect r2: 0x71000000
; expect r3: 0x78200000
; expect r4: 0x60000081
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    mov r5, code
code:
    cli
    mov r2, cr0
site:
    int 0x81
    load r1, [r5 + 44]
    load r2, [r5]
    load r3, [r5 + 4]
    load r4, [r5 + 8]
    jmp end
    nop
    nop
    nop
end:
    hlt
caught:
    iret
