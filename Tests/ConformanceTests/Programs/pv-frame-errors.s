; pins: frames are released and claimed by pages of memory: mapped ones are busy, and pages have one frame or none
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -7
; expect r5: -3
; expect r6: -3
; expect r7: -3
; expect r8: -3
; expect r9: -3
; expect r10: 0
.include "lib/pv.s"
PAGE = frame_a >> 12
_start:
    ask HCALL_RELEASE_FRAME, PAGE
    mov r4, r0
    get r11, PV_START + START_PAGES
    ask HCALL_RELEASE_FRAME, r11
    mov r5, r0
    ask HCALL_CLAIM_FRAME, r11
    mov r6, r0
    ask HCALL_CLAIM_FRAME, PAGE
    mov r7, r0
    unmap frame_a
    must HCALL_RELEASE_FRAME, PAGE
    ask HCALL_RELEASE_FRAME, PAGE
    mov r8, r0
    ask HCALL_RELEASE_FRAME, -1
    mov r9, r0
    must HCALL_CLAIM_FRAME, PAGE
    map frame_a, frame_a, KERNEL
    mov r10, r0
    finish
    untrapped
