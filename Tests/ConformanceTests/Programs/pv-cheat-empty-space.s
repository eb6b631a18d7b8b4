; pins: a kernel that leaves for a space in which it is not mapped is at its end, and nobody else
; expect stop: crash
; expect engines: pv
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    pin directory2, 2
    machine_frame r4, directory2
    mov r5, 1
    ask HCALL_SET_TABLE_BASE, r4
    mov r5, 2
    finish
    untrapped
