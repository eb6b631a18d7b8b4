; pins: a page that is mapped writable 71,680 times is so until the last of them goes
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -5
; expect r6: 0
.include "lib/pv.s"
TABLES = 0x400000
COUNT = 70
_start:
    entry r10, frame_a, KERNEL
    mov r6, TABLES
    mov r7, TABLES + COUNT * PAGE_SIZE
.fill:
    store [r6], r10
    add r6, 4
    cmp r6, r7
    jb .fill
    map frame_a, frame_a, READ
    mov r6, TABLES
.pin:
    pin r6, 1
    add r6, PAGE_SIZE
    cmp r6, r7
    jb .pin
    machine_frame r11, frame_a
    ask HCALL_PIN, r11, 1
    mov r4, r0
    mov r6, TABLES + PAGE_SIZE
.unpin:
    machine_frame r8, r6
    must HCALL_UNPIN, r8
    add r6, PAGE_SIZE
    cmp r6, r7
    jb .unpin
    ask HCALL_PIN, r11, 1
    mov r5, r0
    machine_frame r8, TABLES
    must HCALL_UNPIN, r8
    ask HCALL_PIN, r11, 1
    mov r6, r0
    finish
    untrapped
