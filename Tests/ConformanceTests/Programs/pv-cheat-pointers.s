; pins: hypercalls do not read the hypervisor's memory for ring 1, nor what is not mapped, nor around the end of addresses
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -2
; expect r5: -2
; expect r6: -2
; expect r7: -2
; expect r8: -2
; expect r9: -2
; expect r10: -2
.include "lib/pv.s"
_start:
    ask HCALL_CONSOLE_WRITE, 0xffc00000, 4
    mov r4, r0
    ask HCALL_CONSOLE_WRITE, 0xfffffff0, 32
    mov r5, r0
    ask HCALL_CONSOLE_WRITE, 0xffbffff0, 32
    mov r6, r0
    ask HCALL_UPDATE_TABLES, 0xffc00000, 1
    mov r7, r0
    ask HCALL_UPDATE_TABLES, 0xfffffffc, 2
    mov r8, r0
    ask HCALL_SET_TRAP_TABLE, 0xffbffc00
    mov r9, r0
    ask HCALL_CONSOLE_WRITE, WINDOW, 1
    mov r10, r0
    finish
    untrapped
