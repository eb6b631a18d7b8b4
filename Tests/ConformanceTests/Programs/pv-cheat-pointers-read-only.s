; pins: HCALL_IRET takes a frame from a page that ring 1 can only read, since it only reads it; the start page stays
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0x32335650
; expect r5: 1
.include "lib/pv.s"
_start:
    traps
    mov sp, frame_a
    add sp, 0x100
    push_frame on, 1 << FLAG_RING_SHIFT, 0x22000
    map frame_a, frame_a, READ
    hcall HCALL_IRET
    jmp failed
on:
    get r4, PV_START
    mov r5, 1
    finish
    untrapped
