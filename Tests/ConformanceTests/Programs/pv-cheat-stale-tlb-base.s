; pins: an old writable translation does not outlive the frame's becoming the directory in use, nor a table of that
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 2
; expect word vector: 14
; expect r4: 0
; expect r5: 0
.include "lib/pv.s"
_start:
    traps
    window
    get r8, PV_START + START_TABLE_BASE
    mov r9, directory2
    mov r10, 4
.share:
    load r11, [r8]
    store [r9], r11
    add r8, 4
    add r9, 4
    dec r10
    cmp r10, 0
    jne .share
    entry r11, table2, KERNEL
    poke directory2 + 0x800, r11
    get r8, PV_START + START_TABLE_BASE
    load r11, [r8 + 0x400]
    poke directory2 + 0x400, r11
    map WINDOW, directory2, KERNEL
    map SECOND, table2, KERNEL
    poke WINDOW + 0xc00, 0
    poke SECOND + 0xc00, 0
    poke directory2 + 0xc00, 0
    poke table2 + 0xc00, 0
    must HCALL_UPDATE_MAPPING, WINDOW, 0, 0
    must HCALL_UPDATE_MAPPING, SECOND, 0, 0
    entry r10, directory2, READ
    must HCALL_UPDATE_MAPPING, directory2, r10, 0
    entry r10, table2, READ
    must HCALL_UPDATE_MAPPING, table2, r10, 0
    machine_frame r10, directory2
    must HCALL_SET_TABLE_BASE, r10
    mov r6, WINDOW
    mov r7, SECOND
    mov r8, 0xfff000 | ALL
site:
    store [r6 + 0xc00], r8
    store [r7 + 0xc00], r8
    get r4, directory2 + 0xc00
    get r5, table2 + 0xc00
    finish
caught:
    jmp skip
