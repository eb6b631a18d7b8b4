; pins: the last two entries of a directory are written when it becomes one, or refused: not left as the guest had them
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 0x32335650
.include "lib/pv.s"
_start:
    get r8, PV_START + START_TABLE_BASE
    mov r9, directory2
    mov r10, 4
.share:
    load r11, [r8]
    store [r9], r11
    add r8, 4
    add r9, 4
    dec r10
    cmp r10, 0
    jne .share
    pin directory2, 2
    get r8, PV_START + START_TABLE_BASE
    get r4, directory2 + 1022 * 4
    load r5, [r8 + 1022 * 4]
    xor r4, r5
    get r6, directory2 + 1023 * 4
    load r5, [r8 + 1023 * 4]
    xor r6, r5
    or r4, r6
    and r4, PTE_PRESENT
    machine_frame r11, directory2
    must HCALL_SET_TABLE_BASE, r11
    get r5, PV_START
    finish
    untrapped
