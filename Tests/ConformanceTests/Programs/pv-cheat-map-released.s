; pins: a frame that has been released cannot be mapped, pinned, or be a page table or directory
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -4
; expect r5: -4
; expect r6: -4
; expect r7: -4
; expect r8: -4
.include "lib/pv.s"
_start:
    machine_frame r10, frame_a
    unmap frame_a
    must HCALL_RELEASE_FRAME, frame_a >> 12
    shl r11, r10, 12
    or r11, READ
    ask HCALL_UPDATE_MAPPING, frame_a, r11, 1
    mov r4, r0
    or r11, PTE_WRITABLE
    ask HCALL_UPDATE_MAPPING, frame_a, r11, 1
    mov r5, r0
    ask HCALL_PIN, r10, 1
    mov r6, r0
    ask HCALL_SET_TABLE_BASE, r10
    mov r7, r0
    directory_entry r9, WINDOW
    try_update r9, r11
    mov r8, r0
    finish
    untrapped
