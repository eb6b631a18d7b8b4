; pins: without CONTROL_HLT_EXITING a guest's hlt with IF clear stops the machine
; expect engines: native
; expect stop: halt
; expect r4: 0x44
; expect word exits: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    launch
guest:
site:
    mov r4, 0x44
    hlt
    mov r4, 0x55
exited:
caught:
    hlt
