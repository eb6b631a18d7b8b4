; attacks: a triple fault by stacks that are not mapped, from ring 3 by a system call into a handler that pushes
; expect stop: triple-fault
; expect r12: 0
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r0, WINDOW + PAGE_SIZE
    mov sp0, r0
    mov r0, entered
    mov sysentry, r0
    paging
    user site
site:
    syscall
entered:
    push r0
caught:
    hlt
