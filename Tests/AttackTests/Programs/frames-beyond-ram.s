; attacks: page-table entries with frames past the guest's RAM that the host's RAM has: all 4 MiB of them, and the first after
; expect stop: halt
; expect r3: -1
; expect r4: 0
; expect word count: 1025
.include "lib/traps.s"
.include "lib/paging.s"
BEYOND = 0x1000000
_start:
    traps
    tables
    mov r6, window
    mov r7, BEYOND | ALL
    mov r8, window + PAGE_SIZE
.next:
    store [r6], r7
    add r6, 4
    add r7, PAGE_SIZE
    cmp r6, r8
    jb .next
    paging
    user site
site:
    ; every page: written, read, executed
    mov r6, WINDOW
    mov r7, WINDOW + 0x400000
    mov r3, -1
    clr r4
.page:
    store [r6 + 4], r6
    storeb [r6 + 9], r6
    load r8, [r6 + 4]
    and r3, r3, r8
    load r8, [r6]
    and r3, r3, r8
    mov r13, .on
    jmp r6
.on:
    add r6, PAGE_SIZE / 2
    add r6, PAGE_SIZE / 2
    cmp r6, r7
    jb .page
    ; a table past RAM
    mov r13, .end
    mov r6, 0x50000000
    load r8, [r6]
.end:
    int 0x80
caught:
    store [sp], r13
    iret
