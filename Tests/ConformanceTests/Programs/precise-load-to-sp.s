; pins: a load into sp that faults leaves sp alone, and is done again when repaired
; expect stop: halt
; expect r15: 0x5678
; expect word log0: 0x000e0000
; expect word old_sp: 0x22000
; expect word address: 0x40000010
; expect word count: 1
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    mov sp, boot_stack
    poke frame_a + 0x10, 0x5678
    mov r3, WINDOW
site:
    load sp, [r3 + 0x10]
    hlt
caught:
    poke window, frame_a | KERNEL
    iret
