; pins: a page that only another space maps writable cannot become a table; its tables need not be in use
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -7
; expect r6: 0
.include "lib/pv.s"
_start:
    pin table2, 1
    entry r10, frame_a, ALL
    update table2 + 0x10, r10
    pin directory2, 2
    entry r10, table2, ALL
    update directory2 + 0x400, r10
    machine_frame r11, table2
    must HCALL_UNPIN, r11
    map frame_a, frame_a, READ
    machine_frame r11, frame_a
    ask HCALL_PIN, r11, 2
    mov r4, r0
    unmap frame_a
    ask HCALL_RELEASE_FRAME, frame_a >> 12
    mov r5, r0
    update table2 + 0x10, 0
    ask HCALL_RELEASE_FRAME, frame_a >> 12
    mov r6, r0
    finish
    untrapped
