; pins: updates write only into page tables and directories of the guest's, at whole entries
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -4
; expect r6: -3
; expect r7: -4
; expect r8: 0
; expect word 0x30000: 0
.include "lib/pv.s"
_start:
    window
    entry r10, frame_b, READ
    try_update frame_a, r10
    mov r4, r0
    foreign_frame r1
    shl r1, 12
    mov r2, r10
    call update_one
    mov r5, r0
    try_update table + 2, r10
    mov r6, r0
    mov r1, 0xfffff000
    mov r2, r10
    call update_one
    mov r7, r0
    get r8, table
    finish
    untrapped
