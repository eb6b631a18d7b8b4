; pins: the last two entries of a directory are the hypervisor's, in every directory, and what they map cannot be changed
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -6
; expect r5: -6
; expect r6: -6
; expect r7: -6
; expect r8: -6
; expect r9: 0x32335650
.include "lib/pv.s"
_start:
    window
    get r10, PV_START + START_TABLE_BASE
    entry r11, table, KERNEL
    add r2, r10, 1022 * 4
    mov r13, r2
    try_update r13, r11
    mov r4, r0
    add r13, 4
    try_update r13, 0
    mov r5, r0
    pin directory2, 2
    try_update directory2 + 1022 * 4, 0
    mov r6, r0
    try_map PV_START, frame_a, KERNEL
    mov r7, r0
    try_map 0xffc00000, frame_a, KERNEL
    mov r8, r0
    get r9, PV_START
    finish
    untrapped
