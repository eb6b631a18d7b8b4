; pins: a page fault of the kernel while events are unmasked masks them, and resuming unmasks them again
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0x1200
; expect r5: 1
; expect r6: 0
; expect r7: 0
.include "lib/pv.s"
_start:
    traps
    window
    unmask_events
    mov r9, WINDOW
    mov r1, 1
    cmp r1, 0
    cmp r9, r1
site:
    load r7, [r9]
    get r6, PV_SHARED + SHARED_EVENTS_MASKED
    finish
caught:
    get r4, flags
    and r4, 0x3200
    get r5, PV_SHARED + SHARED_EVENTS_MASKED
    map WINDOW, frame_a, KERNEL
    jmp resume
