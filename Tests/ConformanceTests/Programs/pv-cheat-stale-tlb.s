; pins: an old writable translation does not outlive the frame's becoming a page table
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect word count: 1
; expect word vector: 14
; expect word address: 0x40000000
; expect r4: 0
.include "lib/pv.s"
_start:
    traps
    window
    map WINDOW, table2, KERNEL
    poke WINDOW, 0                      ; the TLB knows the alias
    machine_frame r11, table2
    entry r10, table2, READ
    must HCALL_UPDATE_MAPPING, WINDOW, 0, 0
    must HCALL_UPDATE_MAPPING, table2, r10, 0
    must HCALL_PIN, r11, 1
    mov r9, WINDOW
    mov r8, 0xfff000 | ALL
site:
    store [r9], r8
    get r4, table2
    finish
caught:
    jmp skip
