; pins: the directory in use is none that is writable memory, garbage, a page table, or not the guest's
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -3
; expect r6: -5
; expect r7: -4
; expect r8: -4
; expect r9: 0x32335650
.include "lib/pv.s"
_start:
    window
    machine_frame r10, frame_a
    ask HCALL_SET_TABLE_BASE, r10
    mov r4, r0
    poke frame_b + 0x80, 0x191          ; a present entry with reserved bits
    map frame_b, frame_b, READ
    machine_frame r10, frame_b
    ask HCALL_SET_TABLE_BASE, r10
    mov r5, r0
    machine_frame r10, table
    ask HCALL_SET_TABLE_BASE, r10
    mov r6, r0
    foreign_frame r10
    ask HCALL_SET_TABLE_BASE, r10
    mov r7, r0
    ask HCALL_SET_TABLE_BASE, 0x12345678
    mov r8, r0
    get r9, PV_START
    finish
    untrapped
