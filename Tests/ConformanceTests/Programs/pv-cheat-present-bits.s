; pins: an entry's reserved bits and its rings are looked at by every call that writes one; one that is not present is free
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -3
; expect r6: -3
; expect r7: -3
; expect r8: 0
; expect r9: 0
.include "lib/pv.s"
_start:
    window
    entry r10, frame_a, KERNEL | 1 << 4
    ask HCALL_UPDATE_MAPPING, WINDOW, r10, 1
    mov r4, r0
    try_update table, r10
    mov r5, r0
    entry r10, frame_a, KERNEL | 1 << 7
    ask HCALL_UPDATE_MAPPING, WINDOW, r10, 1
    mov r6, r0
    entry r10, frame_a, KERNEL | 1 << 8
    ask HCALL_UPDATE_MAPPING, WINDOW, r10, 1
    mov r7, r0
    ask HCALL_UPDATE_MAPPING, WINDOW, 0xfffffffe, 1
    mov r8, r0
    entry r10, frame_a, KERNEL | 0xe00 | PTE_ACCESSED | PTE_DIRTY
    ask HCALL_UPDATE_MAPPING, WINDOW, r10, 1
    mov r9, r0
    finish
    untrapped
