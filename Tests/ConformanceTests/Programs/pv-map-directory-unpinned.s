; pins: with a directory's last use its tables lose theirs, and what they map is not mapped any more
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -5
; expect r6: 0
; expect r7: 0
; expect r8: 0
.include "lib/pv.s"
_start:
    entry r10, frame_a, KERNEL
    poke table2, r10
    map table2, table2, READ
    entry r10, table2, KERNEL
    poke directory2 + 0x400, r10
    pin directory2, 2
    try_map table2, table2, KERNEL
    mov r4, r0
    map frame_a, frame_a, READ
    machine_frame r11, frame_a
    ask HCALL_PIN, r11, 1
    mov r5, r0
    machine_frame r9, directory2
    must HCALL_UNPIN, r9
    machine_frame r11, frame_a
    ask HCALL_PIN, r11, 1
    mov r6, r0
    try_map table2, table2, KERNEL
    mov r7, r0
    try_map directory2, directory2, KERNEL
    mov r8, r0
    finish
    untrapped
