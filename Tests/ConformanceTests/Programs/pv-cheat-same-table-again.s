; pins: an entry of a directory may be written with the table that it has already, which stays a table
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 0
; expect r6: -5
; expect r7: 0xaaaa
.include "lib/pv.s"
_start:
    poke frame_a, 0xaaaa
    window
    machine_frame r11, table
    must HCALL_UNPIN, r11               ; used by the directory only
    map WINDOW, frame_a, READ
    directory_entry r9, WINDOW
    mov r13, r9
    entry r10, table, KERNEL
    try_update r13, r10
    mov r4, r0
    entry r10, table, ALL
    directory_entry r9, WINDOW
    mov r13, r9
    try_update r13, r10
    mov r5, r0
    try_map table, table, KERNEL
    mov r6, r0
    get r7, WINDOW
    finish
    untrapped
