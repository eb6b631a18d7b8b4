; pins: the directory of the start is memory again when it is neither pinned nor in use
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: 0
; expect r6: 0x5555
; expect r7: 0
.include "lib/pv.s"
_start:
    get r8, PV_START + START_TABLE_BASE
    mov r9, directory2
    mov r10, 4
.share:
    load r11, [r8]
    store [r9], r11
    add r8, 4
    add r9, 4
    dec r10
    cmp r10, 0
    jne .share
    pin directory2, 2
    machine_frame r11, directory2
    must HCALL_SET_TABLE_BASE, r11
    get r8, PV_START + START_TABLE_BASE
    try_map r8, r8, KERNEL
    mov r4, r0
    machine_frame r11, r8
    must HCALL_UNPIN, r11
    try_map r8, r8, KERNEL
    mov r5, r0
    mov r6, 0x5555
    store [r8], r6
    clr r6
    load r6, [r8]
    unmap r8
    shr r8, 12
    ask HCALL_RELEASE_FRAME, r8
    mov r7, r0
    finish
    untrapped
