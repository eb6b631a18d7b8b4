; pins: a directory used as a table shows the tables as pages: an edit through it counts, and marks its entry as a last level
; expect stop: halt
; expect word 0x10000: 0x1106f
; expect word 0x10400: 0x1002f
; expect word 0x110c0: 0
; expect word address: 0x30000
; expect word error: 2
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window_pde, directory | ALL
    paging
    mov r6, WINDOW                      ; by way of the directory's first entry: the table of the first 4 MiB
    mov r7, frame_a
    clr r1
    store [r7], r7
    store [r6 + (frame_a >> 12) * 4], r1
    invlpg r7
site:
    store [r7], r7
caught:
    hlt
