; pins: after flushPage an address is what its entry says, and so it is if the update was told to drop it
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: 0xaaaa
; expect r5: 0xbbbb
; expect r6: 0xcccc
; expect word count: 1
; expect word err0: 4
.include "lib/pv.s"
_start:
    traps
    poke frame_a, 0xaaaa
    poke frame_b, 0xbbbb
    poke frame_c, 0xcccc
    window
    map WINDOW, frame_a, KERNEL
    get r4, WINDOW
    entry r8, frame_b, KERNEL
    must HCALL_UPDATE_MAPPING, WINDOW, r8, 0
    must HCALL_FLUSH_PAGE, WINDOW + 0x123
    get r5, WINDOW
    map WINDOW, frame_c, KERNEL
    get r6, WINDOW
    must HCALL_UPDATE_MAPPING, WINDOW, 0, 0
    must HCALL_FLUSH_PAGE, WINDOW
    mov r8, WINDOW
site:
    load r7, [r8]
    finish
caught:
    jmp skip
