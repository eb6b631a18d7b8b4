; attacks: pushes, pops, calls, returns, traps and iret with the stack in the strip or wrapped into it
; expect stop: halt
; expect word count: 20
.include "lib/traps.s"
.include "lib/paging.s"
.macro attack_stack place
    mov r13, .a\@
    mov sp, \place
    push r1
.a\@:
    mov r13, .b\@
    mov sp, \place
    call site
.b\@:
    mov r13, .c\@
    mov sp, \place
    pop r2
.c\@:
    mov r13, .d\@
    mov sp, \place
    ret
.d\@:
    mov r13, .e\@
    mov sp, \place
    pushf
.e\@:
.endm
_start:
    traps
    tables
    paging
    attack_stack STRIP_BASE + 0x3000
    attack_stack 0xfffffffc
    mov r13, over
    mov sp, STRIP_BASE + 0x3000
    iret
over:
    mov r13, there
    mov sp, STRIP_BASE + 0x2000
    int 0x81
there:
    mov sp, boot_stack
    user site
site:
    mov r13, .p
    mov sp, STRIP_BASE + 0x2000
    push r1
.p:
    mov r13, .q
    mov sp, 4
    sub sp, 4
    push r1
.q:
    mov r13, .r
    mov sp, STRIP_BASE + 0x2000
    pop r1
.r:
    mov r13, .s
    ret
.s:
    mov r13, .t
    call site
.t:
    mov r13, .u
    brk
.u:
    mov sp, user_stack
    mov r13, .v
    int 0x81
.v:
    mov r13, .w
    iret
.w:
    int 0x80
caught:
    store [sp], r13
    iret
