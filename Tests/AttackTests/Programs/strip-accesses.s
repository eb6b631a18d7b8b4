; attacks: loads and stores of every width at the strip and around its edges, by both rings, with paging off and on
; expect stop: halt
; expect r12: 0x5a5a
; expect word count: 81
.include "lib/traps.s"
.include "lib/paging.s"
.macro reach place
    mov r6, \place
    mov r13, .a\@
    load r12, [r6]
.a\@:
    mov r13, .b\@
    loadb r12, [r6]
.b\@:
    mov r13, .c\@
    loadsh r12, [r6]
.c\@:
    mov r13, .d\@
    store [r6], r6
.d\@:
    mov r13, .e\@
    storeb [r6], r6
.e\@:
    mov r13, .f\@
    storeh [r6], r6
.f\@:
.endm
.macro reach_all
    mov r12, 0x5a5a
    reach STRIP_BASE
    reach STRIP_BASE + 0x1000
    reach STRIP_BASE + 0x2ff0
    reach 0xfffffffc
    ; around the top, by an immediate
    clr r6
    mov r13, .x\@
    load r12, [r6 - 4]
.x\@:
    mov r13, .y\@
    store [r6 - 4], r6
.y\@:
    mov r6, 0xffbffffe
    mov r13, .z\@
    storeh [r6 + 2], r6
.z\@:
.endm
_start:
    traps
    tables
    reach_all
    paging
    reach_all
    user site
site:
    reach_all
    int 0x80
caught:
    store [sp], r13
    iret
