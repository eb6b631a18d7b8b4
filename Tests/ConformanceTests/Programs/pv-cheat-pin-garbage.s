; pins: a frame becomes a table only if each of its entries could be written there: reserved bits and foreign frames cannot
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -4
; expect r6: -4
; expect r7: -5
; expect r8: 0
.include "lib/pv.s"
.macro attempt
    map table2, table2, READ
    machine_frame r11, table2
    ask HCALL_PIN, r11, 1
    mov r9, r0
    map table2, table2, KERNEL
.endm
_start:
    entry r10, frame_a, READ | 1 << 4
    poke table2 + 0xffc, r10
    attempt
    mov r4, r9
    foreign_frame r10
    shl r10, 12
    or r10, READ
    poke table2 + 0xffc, r10
    attempt
    mov r5, r9
    poke table2 + 0xffc, 0xfffff000 | READ
    attempt
    mov r6, r9
    get r10, PV_START + START_TABLE_BASE
    entry r10, r10, KERNEL
    poke table2 + 0xffc, r10
    attempt
    mov r7, r9
    entry r10, frame_a, ALL
    poke table2 + 0xffc, r10
    map table2, table2, READ
    machine_frame r11, table2
    ask HCALL_PIN, r11, 1
    mov r8, r0
    finish
    untrapped
