; pins: a frame for ring 0 or ring 2 is refused by HCALL_IRET, which leaves sp at the frame
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect r5: -3
; expect r6: -2
; expect r7: 0
.include "lib/pv.s"
_start:
    traps
    mov r8, sp
    push_frame failed, 0, 0x22000
    sub r7, r8, 16
    hcall HCALL_IRET
    mov r4, r0
    sub r7, sp
    add sp, 16
    push_frame failed, 2 << FLAG_RING_SHIFT, 0x22000
    hcall HCALL_IRET
    mov r5, r0
    mov sp, WINDOW + 0x100
    hcall HCALL_IRET
    mov r6, r0
    mov sp, r8
    finish
    untrapped
