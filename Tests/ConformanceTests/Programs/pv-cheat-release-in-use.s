; pins: a frame that is a pinned page table, a directory, or mapped anywhere is not released
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -7
; expect r5: -7
; expect r6: -7
; expect r7: -7
; expect r8: 0
.include "lib/pv.s"
_start:
    window
    pin table2, 1
    unmap table2
    ask HCALL_RELEASE_FRAME, table2 >> 12
    mov r4, r0
    pin directory2, 2
    unmap directory2
    ask HCALL_RELEASE_FRAME, directory2 >> 12
    mov r5, r0
    map WINDOW, frame_a, READ
    unmap frame_a
    ask HCALL_RELEASE_FRAME, frame_a >> 12
    mov r6, r0
    unmap table
    machine_frame r11, table
    must HCALL_UNPIN, r11
    ask HCALL_RELEASE_FRAME, table >> 12            ; still in the directory
    mov r7, r0
    machine_frame r11, table2
    must HCALL_UNPIN, r11
    ask HCALL_RELEASE_FRAME, table2 >> 12
    mov r8, r0
    finish
    untrapped
