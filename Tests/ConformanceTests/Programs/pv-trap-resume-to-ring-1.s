; pins: a frame for ring 1 takes back pc, flags and sp
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r5: 0x21f00
; expect r6: 1
; expect r7: 0
.include "lib/pv.s"
_start:
    traps
    mov sp, 0x22000
    push_frame on, 1 << FLAG_RING_SHIFT | FLAG_ZERO, 0x21f00
    cmp sp, 0
    jmp resume
on:
    clr r6
    jne end
    mov r6, 1
end:
    mov r5, sp
    clr r7
    finish
    untrapped
