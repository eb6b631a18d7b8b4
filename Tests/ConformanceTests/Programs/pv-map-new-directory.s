; pins: a second directory, pinned, is another space: its entry for an address leads elsewhere, and back again
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0xaaaa
; expect r5: 0xbbbb
; expect r6: 0xaaaa
; expect r7: 0xb0b0
.include "lib/pv.s"
_start:
    poke frame_a, 0xaaaa
    poke frame_b, 0xbbbb
    window
    map WINDOW, frame_a, KERNEL
    pin directory2, 2
    get r8, PV_START + START_TABLE_BASE
    mov r9, directory2
    mov r10, 4
.share:                                 ; the 16 MiB at 0
    load r11, [r8]
    update r9, r11
    add r8, 4
    add r9, 4
    dec r10
    cmp r10, 0
    jne .share
    pin table2, 1
    entry r11, table2, KERNEL
    update directory2 + 0x400, r11
    entry r11, frame_b, KERNEL
    update table2, r11
    get r4, WINDOW
    machine_frame r11, directory2
    must HCALL_SET_TABLE_BASE, r11
    get r5, WINDOW
    poke WINDOW, 0xb0b0
    get r8, PV_START + START_TABLE_BASE
    machine_frame r11, r8
    must HCALL_SET_TABLE_BASE, r11
    get r6, WINDOW
    get r7, frame_b
    finish
    untrapped
