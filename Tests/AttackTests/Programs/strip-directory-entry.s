; attacks: the directory's last entry, where a monitor has its own: tables, recursion and rights there, in use and through aliases
; expect stop: halt
; expect r3: 0x13007
; expect word count: 12
.include "lib/traps.s"
.include "lib/paging.s"
LAST = directory + 1023 * 4
.macro reach
    mov r6, STRIP_BASE
    mov r13, .a\@
    store [r6], r6
.a\@:
    mov r13, .b\@
    load r7, [r6 + 0x1000]
.b\@:
    mov r13, .c\@
    jmp r6
.c\@:
.endm
_start:
    traps
    tables
    ; all of the strip to frames 0, 1, 2, ... of the guest's
    poke spare, 0 | ALL
    poke spare + 4, PAGE_SIZE | ALL
    poke LAST, spare | ALL
    paging
    reach
    ; the directory maps itself there
    poke LAST, directory | ALL
    mov r0, cr3
    mov cr3, r0
    reach
    ; written through an alias by ring 3
    poke window, directory | ALL
    flush WINDOW
    user site
site:
    mov r6, WINDOW
    mov r7, spare | PTE_PRESENT | PTE_WRITABLE | 4
    store [r6 + 0xffc], r7
    reach
    mov r7, identity | ALL
    mov r6, WINDOW
    store [r6 + 0xffc], r7
    reach
    mov r6, WINDOW
    mov r7, spare | 7
    store [r6 + 0xffc], r7
    load r3, [r6 + 0xffc]
    int 0x80
caught:
    store [sp], r13
    iret
