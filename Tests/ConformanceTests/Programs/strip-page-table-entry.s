; pins: a page-table entry for the strip changes nothing: an access is a protection fault, and no bit is set
; expect stop: halt
; expect word log0: 0x000d0000
; expect word log1: 0x000d0004
; expect word log2: 0x000d0000
; expect word err0: 7
; expect word err3: 7
; expect word 0x10ffc: 0x1200f
; expect word 0x12000: 0x3000f
; expect word address: 0
; expect word count: 4
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    poke directory + 1023 * 4, window | ALL
    paging
    mov r1, STRIP_BASE
    jmp site
site:
    load r2, [r1]
    store [r1], r2
    cmp r7, 0
    jne end
    mov r7, 1
    user site
end:
    int 0x80
caught:
    skip
