; pins: an entry that is not present is absent, whatever its other bits
; expect stop: halt
; expect word err0: 0
; expect word err1: 0
; expect word count: 2
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, 0xfffffffe
    paging
    mov r3, WINDOW
site:
    load r7, [r3]
    cmp r5, 0
    jne end
    mov r5, 1
    poke window_pde, 0x190
    mov r0, cr3
    mov cr3, r0
    jmp site
end:
    hlt
caught:
    skip
