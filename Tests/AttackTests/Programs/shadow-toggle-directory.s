; attacks: a directory's entry taken out and put back without end, so that what a monitor notes of it grows and slows it down
; expect stop: exit
; expect exit: 7
; expect r3: 0xaa
; expect word count: 2000
.include "lib/traps.s"
.include "lib/paging.s"
TURNS = 2000
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    poke window, frame_a | ALL
    paging
    mov r6, WINDOW
    mov r7, window_pde
    mov r8, window | ALL
    mov r5, TURNS
    clr r10
again:
    store [r7], r10
    invlpg r6
site:
    load r3, [r6]
    ; an entry of the table behind it, which leads back to every note
    mov r4, window
    mov r1, frame_b | ALL
    store [r4], r1
    mov r1, frame_a | ALL
    store [r4], r1
    invlpg r6
    load r3, [r6]
    dec r5
    cmp r5, 0
    jne again
    mov r1, 7
    out POWER_EXIT, r1
caught:
    store [r7], r8
    iret
