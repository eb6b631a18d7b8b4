; pins: sysret goes back to r13 in ring 3 with sp from r14, and flags from r12 with IF
; expect stop: halt
; expect word log0: 0x00810008
; expect word flags: 0x3206
; expect word old_sp: 0x23f80
; expect r7: 2
.include "lib/traps.s"
_start:
    traps
    mov r1, entry
    mov sysentry, r1
    user start, FLAG_INTERRUPT
start:
    sub sp, 0x80
site:
    syscall
    int 0x81
entry:
    mov r7, 2
    or r12, FLAG_ZERO | FLAG_NEGATIVE
    cmp r7, 3
    sysret
caught:
    hlt
