; pins: with IF clear nothing comes, however long it pends; a masked line does not come either
; given input: x
; expect stop: halt
; expect r1: 2
; expect r5: 100
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    console_pends
site:
    inc r5
    cmp r5, 100
    jb site
    mov r0, 0xffff
    out PIC_MASK, r0
    sti
    nop
    nop
    cli
    in r1, PIC_PENDING                  ; the line is seen, masked or not
caught:
    hlt
