; pins: a list may have 2048 updates and no more, and may be empty; it must be readable
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 2048
; expect r6: -3
; expect r7: 0
; expect r8: 0
; expect r9: -2
; expect r10: 0xaaaa
.include "lib/pv.s"
list = 0x60000
_start:
    poke frame_a, 0xaaaa
    window
    machine_address r4, table
    entry r5, frame_a, KERNEL
    mov r6, list
    mov r7, list + 2048 * 8
.fill:
    store [r6], r4
    store [r6 + 4], r5
    add r6, 8
    cmp r6, r7
    jb .fill
    ask HCALL_UPDATE_TABLES, list, 2048
    mov r4, r0
    mov r5, r1
    ask HCALL_UPDATE_TABLES, list, 2049
    mov r6, r0
    ask HCALL_UPDATE_TABLES, list, 0
    mov r7, r0
    mov r8, r1
    ask HCALL_UPDATE_TABLES, SECOND, 1
    mov r9, r0
    get r10, WINDOW
    finish
    untrapped
