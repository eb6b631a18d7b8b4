; pins: a page table may map itself for reading, and not writable, neither when it is pinned nor later
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: 0
; expect r6: -5
; expect r7: -5
.include "lib/pv.s"
_start:
    entry r10, table2, KERNEL
    poke table2 + 8, r10
    map table2, table2, READ
    machine_frame r11, table2
    ask HCALL_PIN, r11, 1
    mov r4, r0
    map table2, table2, KERNEL
    entry r9, table2, READ
    poke table2 + 8, r9
    map table2, table2, READ
    ask HCALL_PIN, r11, 1
    mov r5, r0
    try_update table2 + 8, r10
    mov r6, r0
    try_update table2 + 12, r10
    mov r7, r0
    finish
    untrapped
