; pins: what was a page table until it was unpinned is no place for updates any more
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: -5
.include "lib/pv.s"
_start:
    pin table2, 1
    entry r10, frame_b, READ
    try_update table2, r10
    mov r4, r0
    machine_frame r11, table2
    must HCALL_UNPIN, r11
    try_update table2 + 4, r10
    mov r5, r0
    finish
    untrapped
