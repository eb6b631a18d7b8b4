; pins: the directory of the start lies above free memory and has the machine address of a table that lies there, too
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 4
.include "lib/pv.s"
_start:
    get r5, PV_START + START_FREE_END
    get r6, PV_START + START_PAGES
    shl r6, 12
    get r7, PV_START + START_TABLE_BASE
    load r8, [r7]                       ; the entry of the first 4 MiB
    shr r8, 12
    shl r8, 2
    mov r9, PV_PAGE_OF_FRAME
    add r8, r9
    load r8, [r8]
    shl r8, 12
    clr r4
    cmp r7, r5
    jb .end
    inc r4
    cmp r7, r6
    jae .end
    inc r4
    cmp r8, r5
    jb .end
    inc r4
    cmp r8, r6
    jae .end
    inc r4
.end:
    finish
    untrapped
