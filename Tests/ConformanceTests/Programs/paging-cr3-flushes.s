; pins: loading cr3, with the same value too, makes an edited entry count
; expect stop: halt
; expect r3: 0xaa
; expect r4: 0xbb
; expect word count: 1
; expect word error: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    paging
    mov r6, WINDOW
    mov r7, directory
    load r3, [r6]
    poke window, frame_b | ALL
    mov cr3, r7
    load r4, [r6]
    poke window_pde, 0
    mov cr3, r7
site:
    load r5, [r6]
caught:
    hlt
