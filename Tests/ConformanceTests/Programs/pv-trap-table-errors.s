; pins: a trap table is refused that ring 1 cannot read, or that has a gate with reserved bits; the one before stays
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -2
; expect r5: -2
; expect r7: -3
; expect r8: -2
; expect word vector: 0x83
.include "lib/pv.s"
_start:
    traps
    ask HCALL_SET_TRAP_TABLE, WINDOW
    mov r4, r0
    ask HCALL_SET_TRAP_TABLE, 0xffc00000
    mov r5, r0
    ask HCALL_SET_TRAP_TABLE, 0xfffffff8
    mov r8, r0
    gate 0x83, on_81, GATE
    gate 0x90, on_81, GATE | 0x100
    ask HCALL_SET_TRAP_TABLE, trap_table
    mov r7, r0
site:
    int 0x83
caught:
    finish
