; pins: each update of a list is judged by what those before it have made
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: 3
; expect r6: 0
.include "lib/pv.s"
_start:
    window
    map frame_b, frame_b, READ
    mov r8, list
    machine_address r9, table           ; 0: map frame_b writable
    store [r8], r9
    entry r10, frame_b, KERNEL
    store [r8 + 4], r10
    store [r8 + 16], r9                 ; 2: and again, in the same place
    store [r8 + 20], r10
    store [r8 + 8], r9                  ; 1: not any more
    clr r10
    store [r8 + 12], r10
    directory_entry r11, WINDOW + 0x400000
    mov r13, r11
    machine_address r9, r13
    store [r8 + 24], r9                 ; 3: it is a table: no
    entry r10, frame_b, KERNEL
    store [r8 + 28], r10
    ask HCALL_UPDATE_TABLES, r8, 4
    mov r4, r0
    mov r5, r1
    unmap WINDOW
    ask HCALL_UPDATE_TABLES, list + 24, 1
    mov r6, r0
    finish
    untrapped
.align 4
list:
    .space 32
