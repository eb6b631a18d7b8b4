; pins: execution cannot run on into the strip from below, where nothing but undefined words could lead
; expect stop: halt
; expect word err0: 0x10
; expect word address: 0xffbff000
; expect word log1: 0x000d1000
; expect word err1: 7
; expect r5: 1
; expect word count: 2
.include "lib/traps.s"
.include "lib/paging.s"
site = STRIP_BASE - PAGE_SIZE
_start:
    traps
    tables
    poke directory + (site >> 22) * 4, window | ALL
    paging
    mov r1, code
    load r2, [r1]
    mov r1, frame_a
    store [r1 + 0xffc], r2
    mov r1, site
    jmp r1
code:
    inc r5
caught:
    cmp r7, 0
    jne end
    mov r7, 1
    poke window + 1023 * 4, frame_a | ALL
    mov r1, site + 0xffc
    jmp r1
end:
    hlt
