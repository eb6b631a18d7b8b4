; pins: a kernel starts in ring 1 with events masked and sp at the end of free memory, and the start page says so
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word flags: 0x1000
; expect r5: 1
; expect r6: 0x32335650
; expect r7: 0
; expect r8: 0
; expect r9: 0
.include "lib/pv.s"
_start:
    get r4, PV_START + START_FREE_END
    sub r7, r4, sp
    get r5, PV_SHARED + SHARED_EVENTS_MASKED
    get r6, PV_START + START_MAGIC
    get r8, PV_SHARED + SHARED_EVENTS_PENDING
    and r9, r4, PAGE_SIZE - 1
    traps
    cmp r5, 0
site:
    int 0x81
caught:
    finish
