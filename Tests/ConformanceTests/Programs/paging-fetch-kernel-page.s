; pins: a fetch by ring 3 from a kernel page faults at the target with the fetch bit, and cr2 is the target
; expect stop: halt
; expect word error: 0x1d
; expect word pc: 0
; expect word address: 0x40000010
; expect word old_sp: 0x24000
; expect word 0x12000: 0x30003
.include "lib/traps.s"
.include "lib/paging.s"
site = WINDOW + 0x10
_start:
    traps
    tables
    poke window, frame_a | KERNEL
    paging
    mov r1, site
    user start
start:
    jmp r1
caught:
    hlt
