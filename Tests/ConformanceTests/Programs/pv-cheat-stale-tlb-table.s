; pins: an old page table, which the walk may still know, does not translate once it is writable memory
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 1
; expect word vector: 14
.include "lib/pv.s"
_start:
    traps
    window
    map WINDOW, frame_a, KERNEL
    get r9, WINDOW
    directory_entry r9, WINDOW
    mov r13, r9
    update r13, 0
    machine_frame r11, table
    must HCALL_UNPIN, r11
    entry r10, table, KERNEL
    must HCALL_UPDATE_MAPPING, table, r10, 0
    foreign_frame r10
    shl r10, 12
    or r10, ALL
    poke table + 4, r10
    poke table + 4, r10
    mov r9, SECOND
site:
    load r8, [r9]
    finish
caught:
    jmp skip
