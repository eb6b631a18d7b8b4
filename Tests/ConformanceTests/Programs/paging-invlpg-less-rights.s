; pins: write permission taken away, with invlpg, is gone for ring 0 and ring 3 at once, though the page was dirty
; expect stop: halt
; expect word err0: 3
; expect word err1: 0xf
; expect word count: 2
; expect word 0x30000: 0x40000000
; expect word 0x12000: 0x3006d
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, frame_a | ALL
    paging
    mov r6, WINDOW
    store [r6], r6
    mov r7, window
    load r8, [r7]
    and r8, ~PTE_WRITABLE & 0xffff
    mov r9, frame_a
    or r8, r9
    store [r7], r8
    flush WINDOW
site:
    store [r6], r7
    cmp r5, 0
    jne end
    mov r5, 1
    user site
end:
    int 0x80
caught:
    skip
