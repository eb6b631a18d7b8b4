; pins: rdtsc never goes back, in either ring and from one to the other, and its second register is the high word
; expect stop: halt
; expect r5: 3
; expect r2: 0
; expect r4: 0
.include "lib/traps.s"
_start:
    traps
    rdtsc r1, r2
    nop
    rdtsc r3, r4
    cmp r3, r1
    jb site
    inc r5
    user start
start:
    rdtsc r1, r2
    cmp r1, r3
    jb site
    inc r5
    rdtsc r3, r4
    cmp r3, r1
    jb site
    inc r5
site:
    int 0x80
caught:
    hlt
