; attacks: sp0 in the strip, so that the trap's frame would lie on the monitor's own stack
; expect stop: triple-fault
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r0, STRIP_BASE + 0x3000
    mov sp0, r0
    user site
site:
    int 0x81
caught:
    hlt
