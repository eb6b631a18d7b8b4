; pins: what an unpinned table mapped is no longer mapped by it: a frame behind it can become a table
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: 0
.include "lib/pv.s"
_start:
    pin table2, 1
    entry r8, frame_a, KERNEL
    update table2, r8
    map frame_a, frame_a, READ
    machine_frame r9, frame_a
    ask HCALL_PIN, r9, 1
    mov r4, r0
    machine_frame r8, table2
    must HCALL_UNPIN, r8
    ask HCALL_PIN, r9, 1
    mov r5, r0
    finish
    untrapped
