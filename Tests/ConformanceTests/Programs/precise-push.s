; pins: a push that faults changes neither sp nor memory, and is done once when repaired
; expect stop: halt
; expect r4: 0x40001000
; expect r5: 0x40000ffc
; expect word 0x30ffc: 0x99
; expect word 0x30ff8: 0
; expect word address: 0x40000ffc
; expect word error: 0xe
; expect word old_sp: 0x40001000
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r3, 0x99
    user start
start:
    mov sp, WINDOW + 0x1000
site:
    push r3
    mov r5, sp
    int 0x80
caught:
    load r4, [sp + FRAME_SP]
    poke window, frame_a | ALL
    iret
