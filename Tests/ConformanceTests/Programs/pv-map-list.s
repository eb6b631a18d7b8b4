; pins: a list of updates is done up to the first that is refused; r1 says how many
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -4
; expect r5: 2
; expect r6: 0xaaaa
; expect r7: 0xbbbb
; expect r9: 0
.include "lib/pv.s"
_start:
    poke frame_a, 0xaaaa
    poke frame_b, 0xbbbb
    window
    mov r8, list
    machine_address r4, table
    store [r8], r4
    add r4, 4
    store [r8 + 8], r4
    add r4, 4
    store [r8 + 16], r4
    add r4, 4
    store [r8 + 24], r4
    entry r4, frame_a, KERNEL
    store [r8 + 4], r4
    store [r8 + 28], r4
    entry r4, frame_b, READ
    store [r8 + 12], r4
    foreign_frame r4
    shl r4, 12
    or r4, READ
    store [r8 + 20], r4
    ask HCALL_UPDATE_TABLES, r8, 4
    mov r4, r0
    mov r5, r1
    get r6, WINDOW
    get r7, SECOND
    get r9, table + 12
    finish
    untrapped
.align 4
list:
    .space 32
