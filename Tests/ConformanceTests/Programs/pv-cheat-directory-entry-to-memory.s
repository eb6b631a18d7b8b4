; pins: an entry of a directory cannot lead to writable memory, and to any other page only if it could be a table
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -3
; expect r6: 0
; expect r7: -5
.include "lib/pv.s"
_start:
    directory_entry r9, WINDOW
    mov r13, r9
    entry r11, table, ALL
    try_update r13, r11
    mov r4, r0
    poke table, 0x11                    ; present, with a reserved bit
    map table, table, READ
    try_update r13, r11
    mov r5, r0
    map table, table, KERNEL
    poke table, 0
    map table, table, READ
    try_update r13, r11
    mov r6, r0
    try_map table, table, KERNEL        ; it is one by its use, without a pin
    mov r7, r0
    finish
    untrapped
