; pins: a directory entry that points to the directory shows the tables as pages, and its own entries as the last level
; expect stop: halt
; expect r3: 0x3000f
; expect r4: 0x1002f
; expect r5: 0x1206f
; expect word 0x12000: 0x3102f
; expect r7: 0xbb
.include "lib/traps.s"
.include "lib/paging.s"
SELF = 0x80000000                       ; directory entry 512
_start:
    traps
    tables
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    poke directory + 512 * 4, directory | ALL
    paging
    mov r6, SELF + 256 * PAGE_SIZE      ; the window's table
    load r3, [r6]
    mov r8, SELF + 512 * PAGE_SIZE      ; the directory
    load r4, [r8 + 512 * 4]
    mov r1, frame_b | ALL
    store [r6], r1                      ; marks the window's directory entry as a last level does
    load r5, [r8 + 0x400]
    mov r6, WINDOW
    invlpg r6
site:
    load r7, [r6]
caught:
    hlt
