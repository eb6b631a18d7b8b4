; pins: bits 4, 7 and 8 are reserved in a last entry: error code 0x21, whatever the access
; expect stop: halt
; expect word err0: 0x21
; expect word err1: 0x23
; expect word err2: 0x21
; expect word err3: 0x23
; expect word err4: 0x21
; expect word err5: 0x23
; expect word count: 6
; expect word 0x12000: 0x3010f
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r3, WINDOW
    mov r5, 0x10
next:
    mov r4, window
    mov r6, frame_a | ALL
    or r6, r5
    store [r4], r6
    invlpg r3
site:
    load r7, [r3]
    store [r3], r7
    cmp r5, 0x10
    mov r1, 0x80
    je go_on
    mov r1, 0x100
    cmp r5, 0x80
    je go_on
    hlt
go_on:
    mov r5, r1
    jmp next
caught:
    skip
