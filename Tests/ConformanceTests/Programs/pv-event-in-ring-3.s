; pins: an event interrupts ring 3 on the kernel stack, and the frame leads back
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word callbacks: 1
; expect word timer_events: 1
; expect word event_frame: 0x1fff0
; expect word event_masked: 1
; expect r4: 0x3200
; expect r5: 0
; expect word flags: 0x3202
.include "lib/pv.s"
_start:
    traps
    events
    timer 100000
    user start, FLAG_INTERRUPT
caught:
    get r4, event_flags
    mov r1, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT
    and r4, r1
    finish
.align 4096
start:
    mov r5, 100000
next:
    dec r5
    cmp r5, 0
    jne next
site:
    int 0x81
