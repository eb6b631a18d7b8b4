; pins: iret within ring 0 takes pc, flags and sp from the frame
; expect stop: halt
; expect r1: 0x208
; expect r2: 7
; expect r15: 0x5550
.include "lib/traps.s"
_start:
    traps
    push_frame there, FLAG_INTERRUPT | FLAG_OVERFLOW, 0x5550
    iret
site:
    hlt
there:
    pushf
    pop r1
    mov r2, 7
    cli
caught:
    hlt
