; pins: neither an entry nor an exit touches r0 to r14, cr2 or the devices
; expect engines: native
; expect stop: halt
; expect r0: 1
; expect r1: 2
; expect r7: 8
; expect r14: 0x777
; expect r13: 15
; expect r12: 0x4321
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_HOST_PC, arrived
    mov r0, 0x777
    mov cr2, r0
    mov r0, 0x4321
    out TIMER_PERIOD, r0
    mov r0, 0
    mov r1, 1
    mov r7, 7
    mov r13, 13
    mov r14, 14
    vmlaunch
guest:
    inc r0
    inc r1
    inc r7
    add r13, 1
    add r14, 1
    vmcall
arrived:
    add r13, 1
    mov r14, cr2
    in r12, TIMER_PERIOD
exited:
site:
caught:
    hlt
