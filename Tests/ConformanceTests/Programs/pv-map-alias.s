; pins: an address can be mapped to any page of memory by its machine frame, and be mapped elsewhere
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0xaaaa
; expect r5: 0xbbbb
; expect word 0x30004: 0xa0a0
; expect word 0x31004: 0xb0b0
.include "lib/pv.s"
_start:
    poke frame_a, 0xaaaa
    poke frame_b, 0xbbbb
    window
    map WINDOW, frame_a, KERNEL
    get r4, WINDOW
    poke WINDOW + 4, 0xa0a0
    map WINDOW, frame_b, KERNEL
    get r5, WINDOW
    poke WINDOW + 4, 0xb0b0
    finish
    untrapped
