; pins: a trap from ring 3 pushes its frame below the kernel stack's address, with ring 3 in the flags
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word log0: 0x00810004
; expect word error: 0
; expect word flags: 0x3008
; expect word old_sp: 0x23ff0
; expect word frame: 0x1fff0
.include "lib/pv.s"
_start:
    traps
    user start
caught:
    finish
.align 4096
start:
    sub sp, 16
    mov r1, 0x80000000
    cmp r1, r1
    mov r2, 0x7fffffff
    mov r3, -1
    cmp r1, 1                           ; overflow, and nothing else
site:
    int 0x81
