; pins: a call whose return address lands on code replaces that code
; expect stop: halt
; expect r5: 1
; expect word log0: 0x00060004
; expect word count: 1
.include "lib/traps.s"
_start:
    traps
    clr r5
    mov sp, slot + 4
    call there
there:
    mov sp, boot_stack
site:
    inc r5
slot:
    inc r5                              ; an address by now, which is no instruction
    inc r5
caught:
    hlt
