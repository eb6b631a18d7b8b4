; pins: a frame that the disk is reading into cannot become a table or directory, and can when the disk is done
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -5
; expect r5: -5
; expect r6: 1
; expect r7: 0
.include "lib/pv.s"
_start:
    disk
    map buffer, buffer, READ
    machine_frame r11, buffer
    grant 1, buffer, GRANT_PERMITTED
    disk_request 0, REQUEST_READ, 100, 1, 0, 8
    disk_tell 1
    ask HCALL_PIN, r11, 1
    mov r4, r0
    ask HCALL_PIN, r11, 2
    mov r5, r0
    ask HCALL_SET_TABLE_BASE, r11
    mov r6, r0
    shr r6, 31                          ; its error is not said
    disk_wait 1
    must HCALL_REVOKE_GRANT, 1
    map buffer, buffer, KERNEL
    mov r1, buffer
    clr r2
.clear:
    store [r1], r2
    add r1, 4
    and r3, r1, PAGE_SIZE - 1
    cmp r3, 0
    jne .clear
    map buffer, buffer, READ
    ask HCALL_PIN, r11, 1
    mov r7, r0
    finish
    untrapped
