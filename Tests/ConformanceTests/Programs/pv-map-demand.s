; pins: a kernel can map pages when ring 3 first touches them; the instruction is done again
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 3
; expect word err0: 0xe
; expect word err2: 0xc
; expect word address: 0x40002ffc
; expect r5: 0
; expect word 0x30000: 7
; expect word 0x31008: 7
.include "lib/pv.s"
_start:
    traps
    window
    mov r9, frame_a
    user start
caught:
    get r8, PV_SHARED + SHARED_FAULT_ADDRESS
    map r8, r9, ALL
    add r9, PAGE_SIZE
    jmp resume
.align 4096
start:
    mov r4, WINDOW
    mov r5, 7
site:
    store [r4], r5
    store [r4 + 0x1008], r5
    load r5, [r4 + 0x2ffc]
    int 0x80
