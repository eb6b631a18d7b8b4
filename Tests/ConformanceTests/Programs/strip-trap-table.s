; pins: lidt takes an address in the strip; the first trap then cannot be delivered
; expect stop: triple-fault
; expect r1: 3
; expect word count: 0
.include "lib/traps.s"
_start:
    traps
    mov r0, STRIP_BASE
    lidt r0
    mov r1, 3
site:
    int 0x80
caught:
    hlt
