; pins: a page table may be mapped for reading, many times, and shows its entries; unpinned and unused it is memory again
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 0
; expect r6: 0
; expect word 0x41000: 5
.include "lib/pv.s"
_start:
    window
    pin table2, 1
    map WINDOW, table2, READ
    map SECOND, table2, READ
    entry r8, frame_a, READ
    update table2, r8
    get r4, SECOND
    sub r4, r8
    machine_frame r9, table2
    ask HCALL_UNPIN, r9
    mov r5, r0
    try_map table2, table2, KERNEL
    mov r6, r0
    poke table2, 5
    finish
    untrapped
