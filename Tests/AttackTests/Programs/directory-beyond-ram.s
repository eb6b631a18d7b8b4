; attacks: page tables and then a page directory where the host has RAM and the guest has none
; expect stop: triple-fault
; expect r9: 3
.include "lib/traps.s"
.include "lib/paging.s"
BEYOND = 0x1001000
_start:
    traps
    tables
    poke directory + 0x404, BEYOND | ALL
    poke directory + 0x408, 0xffc00000 | ALL
    poke directory + 0x40c, DISPLAY_CELLS | ALL
    paging
    mov r6, WINDOW + 0x400000
    mov r13, .a
    load r3, [r6]
.a:
    mov r6, WINDOW + 0x800000
    mov r13, .b
    store [r6], r6
.b:
    mov r6, WINDOW + 0xc00000
    mov r13, .c
    jmp r6
.c:
    mov r6, count
    load r9, [r6]
    mov r0, BEYOND
    mov cr3, r0
site:
    nop
caught:
    store [sp], r13
    iret
