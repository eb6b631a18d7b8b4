; pins: frames that are not the guest's cannot be mapped, not for reading either: the hypervisor's, devices, beyond memory
; expect stop: exit
; expect engines: pv
; expect exit: 0
; expect r4: -4
; expect r5: -4
; expect r6: -4
; expect r7: -4
; expect r8: -4
; expect r9: 0
.include "lib/pv.s"
_start:
    window
    foreign_frame r10
    shl r10, 12
    or r10, READ
    ask HCALL_UPDATE_MAPPING, WINDOW, r10, 1
    mov r4, r0
    or r10, PTE_WRITABLE
    ask HCALL_UPDATE_MAPPING, WINDOW, r10, 1
    mov r5, r0
    ask HCALL_UPDATE_MAPPING, WINDOW, 0xf0001000 | READ, 1
    mov r6, r0
    get r10, PV_START + START_MACHINE_FRAMES
    shl r10, 12
    or r10, READ
    ask HCALL_UPDATE_MAPPING, WINDOW, r10, 1
    mov r7, r0
    ask HCALL_UPDATE_MAPPING, WINDOW, 0xfffff000 | READ, 1
    mov r8, r0
    get r9, table
    finish
    untrapped
