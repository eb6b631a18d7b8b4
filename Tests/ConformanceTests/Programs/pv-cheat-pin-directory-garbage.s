; pins: a frame becomes a directory only if each entry is a table's, or could be one
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -4
; expect r6: -5
; expect r7: -5
; expect r8: 0
.include "lib/pv.s"
.macro attempt
    map directory2, directory2, READ
    machine_frame r11, directory2
    ask HCALL_PIN, r11, 2
    mov r9, r0
    map directory2, directory2, KERNEL
.endm
_start:
    pin table2, 1
    entry r10, table2, KERNEL | 1 << 7
    poke directory2 + 0x40, r10
    attempt
    mov r4, r9
    foreign_frame r10
    shl r10, 12
    or r10, KERNEL
    poke directory2 + 0x40, r10
    attempt
    mov r5, r9
    entry r10, frame_a, KERNEL          ; writable memory
    poke directory2 + 0x40, r10
    attempt
    mov r6, r9
    get r10, PV_START + START_TABLE_BASE
    entry r10, r10, KERNEL
    poke directory2 + 0x40, r10
    attempt
    mov r7, r9
    entry r10, table2, KERNEL
    poke directory2 + 0x40, r10
    map directory2, directory2, READ
    machine_frame r11, directory2
    ask HCALL_PIN, r11, 2
    mov r8, r0
    finish
    untrapped
