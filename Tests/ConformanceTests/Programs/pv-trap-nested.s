; pins: traps nest: a page fault in the handler of one from ring 3 pushes its frame on the same stack, and both resume
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 2
; expect word log0: 0x00810004
; expect word frame: 0x1ffe0
; expect word flags: 0x1000
; expect r5: 7
.include "lib/pv.s"
_start:
    traps
    window
    mov r9, WINDOW
    user start
caught:
    get r1, count
    cmp r1, 2
    je .inner
    mov r1, 1
    cmp r1, 0                           ; clears N, Z, C and V
    load r5, [r9]
    jmp resume
.inner:
    map WINDOW, frame_a, KERNEL
    jmp resume
.align 4096
start:
site:
    int 0x81
    mov r5, 7
    int 0x80
