; pins: a device's page can be mapped at any address, for ring 3 as well, and read-only
; expect stop: halt
; expect r3: 0x1f41
; expect r4: 0x1f41
; expect word error: 0xf
; expect word address: 0x40001000
; expect word 0x12000: 0xf000006f
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    poke window, DISPLAY_CELLS | ALL
    poke second, DISPLAY_CELLS | PTE_PRESENT | PTE_USER
    paging
    mov r6, WINDOW
    mov r7, SECOND
    mov r1, 0x1f41
    user start
start:
    storeh [r6], r1
    loadh r3, [r7]
site:
    storeh [r7], r6
    loadh r4, [r6]
    int 0x80
caught:
    skip
