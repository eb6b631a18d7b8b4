; pins: memory up to the end of the free part is mapped at its own addresses, writable, each page once
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 1
.include "lib/pv.s"
FIRST = 0x100000
_start:
    get r6, PV_START + START_FREE_END
    sub r6, PAGE_SIZE                   ; our stack
    mov r1, FIRST
.fill:
    store [r1 + 0xffc], r1
    add r1, PAGE_SIZE
    cmp r1, r6
    jb .fill
    mov r1, FIRST
    clr r4
.look:
    load r2, [r1 + 0xffc]
    cmp r2, r1
    je .same
    inc r4
.same:
    add r1, PAGE_SIZE
    cmp r1, r6
    jb .look
    clr r5
    mov r1, 0x800000                    ; more than half of the 16 MiB
    cmp r6, r1
    jb .few
    inc r5
.few:
    finish
    untrapped
