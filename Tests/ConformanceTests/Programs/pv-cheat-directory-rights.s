; pins: hypercalls and frames go by the directory's rights, too
; expect stop: exit
; expect exit: 99
; expect word vector: 8
; expect engines: pv
; expect r4: -2
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    pin table, 1
    entry r10, table, PTE_PRESENT       ; the directory says: ring 0
    directory_entry r9, WINDOW
    mov r13, r9
    try_update r13, r10
    mov r4, -2
    cmp r0, STATUS_DONE
    jne on
    map WINDOW, frame_a, READ
    ask HCALL_CONSOLE_WRITE, WINDOW, 4
    mov r4, r0
on:
    directory_entry r9, WINDOW
    mov r13, r9
    entry r10, table, READ              ; and now: for reading only
    update r13, r10
    map WINDOW, frame_a, KERNEL
    mov r5, 1
    mov sp, WINDOW + 0x1000
    int 0x83
    mov r5, 2
    untrapped
