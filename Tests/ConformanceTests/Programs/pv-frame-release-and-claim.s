; pins: a released frame is nobody's in both tables, and a claimed one is the page's and filled with zeroes
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: -1
; expect r6: -1
; expect r7: 0
; expect r8: 0
; expect r9: 0
; expect r10: 0
.include "lib/pv.s"
PAGE = frame_a >> 12
_start:
    poke frame_a, 0xaaaa
    poke frame_a + 0xffc, 0xaaaa
    machine_frame r11, frame_a
    unmap frame_a
    ask HCALL_RELEASE_FRAME, PAGE
    mov r4, r0
    get r5, PV_FRAME_OF_PAGE + 4 * PAGE
    shl r11, 2
    mov r6, PV_PAGE_OF_FRAME
    add r11, r6
    load r6, [r11]
    ask HCALL_CLAIM_FRAME, PAGE
    mov r7, r0
    get r8, PV_FRAME_OF_PAGE + 4 * PAGE
    shl r8, 2
    mov r1, PV_PAGE_OF_FRAME
    add r8, r1
    load r8, [r8]
    sub r8, PAGE
    map frame_a, frame_a, KERNEL
    mov r1, frame_a
    clr r9
.next:
    load r2, [r1]
    or r9, r2
    add r1, 4
    and r2, r1, PAGE_SIZE - 1
    cmp r2, 0
    jne .next
    mov r10, r0
    poke frame_a, 1
    finish
    untrapped
