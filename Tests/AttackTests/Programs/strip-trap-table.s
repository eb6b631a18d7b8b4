; attacks: a trap table in the strip, where the monitor's own lies, with gates that lead into the monitor
; expect stop: triple-fault
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov r0, STRIP_BASE + 0x1000
    lidt r0
    user site
site:
    ud
caught:
    hlt
