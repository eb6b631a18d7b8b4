; pins: A cleared in a directory entry comes back with the next walk, after cr3 has been loaded
; expect stop: halt
; expect r3: 0x1200f
; expect r4: 0x1202f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    paging
    mov r6, WINDOW
    mov r7, window_pde
    load r2, [r6]
    poke window_pde, window | ALL
    mov r0, cr3
    mov cr3, r0
    load r3, [r7]
site:
    load r2, [r6]
    load r4, [r7]
caught:
    hlt
