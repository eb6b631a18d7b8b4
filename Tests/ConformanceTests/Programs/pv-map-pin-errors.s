; pins: a pin has a kind and a frame of the guest's, and an end only if there is one
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -3
; expect r6: -4
; expect r7: -4
; expect r8: -3
; expect r9: -4
.include "lib/pv.s"
_start:
    map table2, table2, READ
    machine_frame r10, table2
    ask HCALL_PIN, r10, 0
    mov r4, r0
    ask HCALL_PIN, r10, 3
    mov r5, r0
    foreign_frame r11
    ask HCALL_PIN, r11, 1
    mov r6, r0
    ask HCALL_PIN, -1, 1
    mov r7, r0
    ask HCALL_UNPIN, r10
    mov r8, r0
    ask HCALL_UNPIN, r11
    mov r9, r0
    finish
    untrapped
