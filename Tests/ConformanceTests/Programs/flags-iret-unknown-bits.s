; pins: iret drops flag bits that do not exist
; expect stop: halt
; expect word flags: 0x300a
.include "lib/traps.s"
_start:
    traps
    user site, 0xffff0cfa
site:
    int 0x81
caught:
    hlt
