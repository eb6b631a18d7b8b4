; pins: a table may map a page a thousand times, and be in a directory as often: the last use must go first
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -5
; expect r6: 0
.include "lib/pv.s"
_start:
    entry r10, frame_a, KERNEL
    mov r8, table
    mov r9, table + PAGE_SIZE
.fill:
    store [r8], r10
    add r8, 4
    cmp r8, r9
    jb .fill
    map table, table, READ
    entry r10, table, KERNEL
    get r8, PV_START + START_TABLE_BASE
    add r9, r8, 1022 * 4
    add r8, 0x400
    mov r11, r8
.use:
    update r11, r10
    add r11, 4
    cmp r11, r9
    jb .use
    map frame_a, frame_a, READ
    machine_frame r7, frame_a
    ask HCALL_PIN, r7, 1
    mov r4, r0
.drop:
    sub r11, 4
    update r11, 0
    cmp r11, r8
    jne .drop_next
    ask HCALL_PIN, r7, 1
    mov r6, r0
    finish
.drop_next:
    add r5, r8, 4
    cmp r11, r5
    jne .drop
    ask HCALL_PIN, r7, 1
    mov r5, r0
    sub r11, 4
    update r11, 0
    ask HCALL_PIN, r7, 1
    mov r6, r0
    finish
    untrapped
