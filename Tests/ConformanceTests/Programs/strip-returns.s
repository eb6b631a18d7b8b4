; pins: iret, sysret and ret to the strip arrive and fault there, in the ring returned to
; expect stop: halt
; expect word log0: 0x000d0010
; expect word log1: 0x000d0010
; expect word log2: 0x000d0010
; expect word err2: 7
; expect word flags: 0
; expect r5: 0x3000
; expect r6: 0x3000
; expect word count: 3
.include "lib/traps.s"
site = STRIP_BASE
_start:
    traps
    user site + 16
by_sysret:
    load r5, [sp + FRAME_FLAGS]
    clr r12
    mov r13, site + 16
    mov r14, user_stack
    sysret
by_ret:
    load r6, [sp + FRAME_FLAGS]
    mov sp, boot_stack
    mov r1, site + 16
    push r1
    test sp, sp                         ; no flag is set
    ret
caught:
    inc r7
    cmp r7, 1
    je by_sysret
    cmp r7, 2
    je by_ret
    hlt
