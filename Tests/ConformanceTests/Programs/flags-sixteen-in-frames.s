; pins: a frame restored by iret and one pushed by int hold each of the sixteen combinations of N Z C V
; expect stop: halt
; expect r5: 16
; expect word count: 16
; expect word flags: 0x300f
.include "lib/traps.s"
_start:
    traps
    clr r5
next:
    clr r0
    push r0
    mov r0, user_stack
    push r0
    or r0, r5, 3 << FLAG_RING_SHIFT
    push r0
    mov r0, site
    push r0
    iret
site:
    int 0x81
caught:
    load r1, [sp + FRAME_FLAGS]
    and r1, 15
    cmp r1, r5
    jne wrong
    inc r5
    cmp r5, 16
    jb next
wrong:
    hlt
