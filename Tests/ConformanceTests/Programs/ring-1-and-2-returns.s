; pins: iret to ring 1 or 2 is a protection fault that leaves sp at the frame
; expect stop: halt
; expect word log0: 0x000d0000
; expect word log1: 0x000d0000
; expect word err0: 5
; expect word err1: 5
; expect word old_sp: 0x21fe0
; expect r15: 0x21fd0
.include "lib/traps.s"
_start:
    traps
    push_frame 0, 1 << FLAG_RING_SHIFT, 0
    jmp site
site:
    iret
caught:
    cmp r5, 0
    jne end
    mov r5, 1
    add sp, 16
    push_frame 0, 2 << FLAG_RING_SHIFT | FLAG_INTERRUPT, 0
    jmp site
end:
    hlt
