; pins: a frame without FLAG_INTERRUPT masks events, not the host's interrupts: the timer's comes in ring 3 and in ring 1
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
; expect r5: 1
; expect word callbacks: 0
.include "lib/pv.s"
_start:
    traps
    events
    timer 3000
    push_frame on, 1 << FLAG_RING_SHIFT, 0x22000
    jmp resume
on:
    linger 20000
    mov r9, PV_SHARED
    loadb r4, [r9 + SHARED_PENDING + CHANNEL_TIMER]
    clr r1
    storeb [r9 + SHARED_PENDING + CHANNEL_TIMER], r1
    timer 3000
    user start
caught:
    mov r9, PV_SHARED
    loadb r5, [r9 + SHARED_PENDING + CHANNEL_TIMER]
    finish
.align 4096
start:
    linger 20000
site:
    int 0x81
