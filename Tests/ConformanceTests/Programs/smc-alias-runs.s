; pins: code run at two addresses of one frame changes at both when it is patched
; expect stop: halt
; expect r5: 0x1199
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r1, code
    mov r2, frame_a
    load r3, [r1]
    store [r2], r3
    load r3, [r1 + 4]
    store [r2 + 4], r3
    load r4, [r1 + 8]
    poke window, frame_a | PTE_PRESENT
    poke second, frame_a | PTE_PRESENT
    paging
    mov r6, WINDOW
    mov r7, SECOND
    call r6
    shl r5, 4
    call r7
    shl r5, 4
    mov r2, frame_a
    store [r2], r4
    call r6
    shl r5, 4
site:
    call r7
caught:
    hlt
code:
    or r5, 1
    ret
    or r5, 9
