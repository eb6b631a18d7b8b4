; pins: a frame with a writable mapping cannot become a table or directory, be it the second of two, or one for ring 3
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -5
; expect r6: -5
; expect r7: -5
; expect r8: 0
.include "lib/pv.s"
_start:
    window
    map WINDOW, table2, KERNEL
    map SECOND, table2, ALL
    machine_frame r11, table2
    ask HCALL_PIN, r11, 1
    mov r4, r0
    map table2, table2, READ
    ask HCALL_PIN, r11, 2
    mov r5, r0
    unmap WINDOW
    ask HCALL_PIN, r11, 1
    mov r6, r0
    ask HCALL_SET_TABLE_BASE, r11
    mov r7, r0
    map SECOND, table2, READ
    ask HCALL_PIN, r11, 1
    mov r8, r0
    finish
    untrapped
