; pins: a frame that is pushed marks its page accessed and dirty, as the hardware would
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0x60
.include "lib/pv.s"
_start:
    traps
    window
    map WINDOW, frame_a, KERNEL
    mov sp, WINDOW + 0x1000
site:
    int 0x83
caught:
    get r4, table
    and r4, PTE_ACCESSED | PTE_DIRTY
    mov sp, 0x22000
    finish
