; pins: what a refused pin had looked at before it is as it was: no mapping counts, and no frame is a table
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: 0
; expect r6: -3
; expect r7: 0
; expect r8: -3
; expect r9: 0
.include "lib/pv.s"
_start:
    entry r10, frame_a, KERNEL
    poke table2, r10
    poke table2 + 0xffc, 0x11
    map table2, table2, READ
    machine_frame r11, table2
    ask HCALL_PIN, r11, 1
    mov r4, r0
    map frame_a, frame_a, READ
    machine_frame r11, frame_a
    ask HCALL_PIN, r11, 1               ; nothing maps it writable
    mov r5, r0
    machine_frame r11, frame_a
    must HCALL_UNPIN, r11
    entry r10, frame_b, KERNEL          ; a table without entries
    poke directory2, r10
    poke directory2 + 0xf00, 0x11
    map frame_b, frame_b, READ
    map directory2, directory2, READ
    machine_frame r11, directory2
    ask HCALL_PIN, r11, 2
    mov r6, r0
    try_map frame_b, frame_b, KERNEL    ; is memory
    mov r7, r0
    map frame_b, frame_b, READ
    machine_frame r11, directory2
    ask HCALL_SET_TABLE_BASE, r11
    mov r8, r0
    try_map directory2, directory2, KERNEL
    mov r9, r0
    finish
    untrapped
