; attacks: a page directory in the display, whose cells were filled with good entries
; expect stop: triple-fault
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    mov r6, DISPLAY_CELLS
    mov r7, identity | ALL
    store [r6], r7
    mov r0, DISPLAY_CELLS
    mov cr3, r0
    mov r0, CR0_PAGING
    mov cr0, r0
site:
    nop
caught:
    hlt
