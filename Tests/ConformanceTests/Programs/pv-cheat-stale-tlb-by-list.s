; pins: nor if the alias goes by a list of updates, and the table comes by its use in a directory
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 2
; expect word vector: 14
; expect r4: 0
.include "lib/pv.s"
_start:
    traps
    window
    map WINDOW, table2, KERNEL
    poke WINDOW, 0
    poke table2, 0
    update table, 0
    entry r10, table2, READ
    must HCALL_UPDATE_MAPPING, table2, r10, 0
    directory_entry r9, WINDOW + 0x400000
    mov r13, r9
    entry r11, table2, ALL
    update r13, r11
    mov r9, WINDOW
    mov r7, table2
    mov r8, 0xfff000 | ALL
site:
    store [r9], r8
    store [r7], r8
    get r4, table2
    finish
caught:
    jmp skip
