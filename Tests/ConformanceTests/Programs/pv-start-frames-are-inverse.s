; pins: the two tables translate each page to a frame and back, and no frame has two pages
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0
; expect r5: 0
.include "lib/pv.s"
_start:
    get r6, PV_START + START_PAGES
    get r7, PV_START + START_MACHINE_FRAMES
    clr r4
    clr r1
.page:
    shl r2, r1, 2
    mov r3, PV_FRAME_OF_PAGE
    add r2, r3
    load r2, [r2]
    cmp r2, r7
    jae .wrong
    shl r2, 2
    mov r3, PV_PAGE_OF_FRAME
    add r2, r3
    load r2, [r2]
    cmp r2, r1
    je .next
.wrong:
    inc r4
.next:
    inc r1
    cmp r1, r6
    jb .page
    neg r5, r6                          ; the frames that are somebody's page are as many as there are pages
    mov r1, PV_PAGE_OF_FRAME
.frame:
    load r2, [r1]
    add r1, 4
    cmp r2, -1                          ; PV_NONE
    je .nobodys
    inc r5
.nobodys:
    dec r7
    cmp r7, 0
    jne .frame
    finish
    untrapped
