; pins: a directory in use stays one without its pin: its frame cannot be made writable nor released
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -7
; expect r6: 0
.include "lib/pv.s"
_start:
    get r8, PV_START + START_TABLE_BASE
    machine_frame r9, r8
    ask HCALL_UNPIN, r9
    mov r6, r0
    try_map r8, r8, KERNEL
    mov r4, r0
    unmap r8
    shr r10, r8, 12
    ask HCALL_RELEASE_FRAME, r10
    mov r5, r0
    finish
    untrapped
