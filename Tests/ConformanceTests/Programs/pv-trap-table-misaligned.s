; pins: a trap table lies at a multiple of 8, here as on the hardware
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -3
; expect word vector: 0x83
.include "lib/pv.s"
_start:
    traps
    ask HCALL_SET_TRAP_TABLE, trap_table + 4
    mov r4, r0
site:
    int 0x83
caught:
    finish
