; pins: many frames can be released and claimed again
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 0x400
.include "lib/pv.s"
FIRST = 0x400000
_start:
    clr r5
    mov r6, FIRST
.release:
    unmap r6
    shr r7, r6, 12
    must HCALL_RELEASE_FRAME, r7
    add r6, PAGE_SIZE
    mov r7, FIRST + 0x400000
    cmp r6, r7
    jb .release
    clr r4
    mov r6, FIRST
.claim:
    shr r7, r6, 12
    must HCALL_CLAIM_FRAME, r7
    map r6, r6, KERNEL
    load r7, [r6]
    or r4, r7
    store [r6], r6
    inc r5
    add r6, PAGE_SIZE
    mov r7, FIRST + 0x400000
    cmp r6, r7
    jb .claim
    finish
    untrapped
