; pins: updateMapping of an address for which the directory has no page table is refused
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 1
; expect r5: 0
.include "lib/pv.s"
_start:
    traps
    try_map WINDOW, frame_a, KERNEL
    shr r4, r0, 31                      ; the error is not said
    window
    try_map WINDOW, frame_a, KERNEL
    mov r5, r0
    finish
    untrapped
