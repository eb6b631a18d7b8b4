; pins: D cleared and cr3 loaded: the next write sets D again
; expect stop: halt
; expect r3: 0x3006f
; expect r4: 0x3000f
; expect r5: 0x3006f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    paging
    mov r6, WINDOW
    mov r7, window
    store [r6], r6
    load r3, [r7]
    poke window, frame_a | ALL
    mov r0, cr3
    mov cr3, r0
    load r4, [r7]
site:
    store [r6], r6
    load r5, [r7]
caught:
    hlt
