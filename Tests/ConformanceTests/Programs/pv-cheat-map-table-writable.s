; pins: page tables and directories cannot be mapped writable, be it for ring 1 or 3, anywhere; for reading they can
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -5
; expect r6: -5
; expect r7: -5
; expect r8: 0
; expect r9: 0
.include "lib/pv.s"
_start:
    window
    get r10, PV_START + START_FREE_END
    get r11, PV_START + START_TABLE_BASE
    try_map WINDOW, r10, KERNEL
    mov r4, r0
    try_map WINDOW, r11, KERNEL
    mov r5, r0
    try_map WINDOW, table, ALL
    mov r6, r0
    try_map table, table, KERNEL
    mov r7, r0
    try_map WINDOW, r10, READ
    mov r8, r0
    try_map WINDOW, r11, READ
    mov r9, r0
    finish
    untrapped
