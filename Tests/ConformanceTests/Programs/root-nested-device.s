; pins: nested tables can lead to a device
; expect engines: native
; expect stop: halt
; expect r4: 0x741
; expect r6: 0x741
; expect word exits: 1
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    nested
    put nested_window, DISPLAY_CELLS | NESTED_ALL
    mov r5, NESTED + 8
    mov r6, 0x741
    launch
guest:
site:
    storeh [r5], r6
    loadh r4, [r5]
    vmcall
exited:
    mov r0, DISPLAY_CELLS
    loadh r6, [r0 + 8]
caught:
    hlt
