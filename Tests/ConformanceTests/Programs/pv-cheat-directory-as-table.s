; pins: a directory is no page table, not its own either, and a page table is no directory
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -5
; expect r6: -5
; expect r7: -5
.include "lib/pv.s"
_start:
    window
    get r10, PV_START + START_TABLE_BASE
    entry r11, r10, READ
    directory_entry r9, SECOND + 0x400000
    mov r13, r9
    try_update r13, r11
    mov r4, r0
    machine_frame r11, r10
    must HCALL_UNPIN, r11               ; both are still in use
    ask HCALL_PIN, r11, 1
    mov r5, r0
    machine_frame r11, table
    must HCALL_UNPIN, r11
    ask HCALL_PIN, r11, 2
    mov r6, r0
    pin directory2, 2
    entry r11, directory2, READ
    directory_entry r9, SECOND + 0x400000
    mov r13, r9
    try_update r13, r11
    mov r7, r0
    finish
    untrapped
