; pins: iret, sysret, ret, call and jumps to an absent page fault there, not at themselves
; expect stop: halt
; expect word log0: 0x000e0000
; expect word log1: 0x000e0000
; expect word log2: 0x000e0000
; expect word log3: 0x000e0000
; expect word err0: 0x1c
; expect word err1: 0x1c
; expect word err2: 0x10
; expect word err3: 0x10
; expect word count: 4
; expect r6: 0x21ffc
.include "lib/traps.s"
.include "lib/paging.s"
site = WINDOW
_start:
    traps
    tables
    paging
    user site
after_iret:
    clr r12
    mov r13, site
    mov r14, user_stack
    sysret
after_sysret:
    mov sp, boot_stack
    mov r1, site
    call r1
after_call:
    mov sp, boot_stack
    push r1
    ret
caught:
    inc r7
    cmp r7, 1
    je after_iret
    cmp r7, 2
    je after_sysret
    cmp r7, 4
    je end
    load r6, [sp + FRAME_SP]
    jmp after_call
end:
    hlt
