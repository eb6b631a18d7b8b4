; pins: a limit that the kernel lowers binds ring 3 at once, whatever it has reached before
; expect stop: halt
; expect r7: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    mov r0, 0x30000000
    gate 0x82, k, GATE_PRESENT | GATE_USER | GATE_FRESH_STACK
    tables
    poke window, frame_a | ALL
    paging
    clr r4
    mov r5, 0x50000000      ; high limit: WINDOW reachable
    mov limit, r5
again:
    user u
u:
    mov r6, WINDOW
    load r3, [r6]
    nop
    nop
    load r3, [r6]
    int 0x82
k:
    mov r5, 0x30000000
    mov limit, r5
    user u2
u2:
    mov r6, WINDOW
    nop
    nop
site:
    load r3, [r6]           ; must fault
    mov r7, 1
    int 0x80
caught:
    hlt
