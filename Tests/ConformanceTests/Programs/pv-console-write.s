; pins: consoleWrite prints bytes at once, also those of a page that can only be read
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect output: Hello
; expect output: PV32
; expect r4: 0
; expect r5: 0
; expect r6: 0
.include "lib/pv.s"
_start:
    ask HCALL_CONSOLE_WRITE, text, 6
    mov r4, r0
    ask HCALL_CONSOLE_WRITE, PV_START, 4
    mov r5, r0
    ask HCALL_CONSOLE_WRITE, text, 0
    mov r6, r0
    finish
    untrapped
text:
    .ascii "Hello\n"
.align 4
