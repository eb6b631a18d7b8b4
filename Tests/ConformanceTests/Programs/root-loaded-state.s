; pins: an entry loads pc, sp, FLAGS with the ring, cr0, cr3, the stack registers, limit, sysentry and the trap table
; expect engines: native
; expect stop: halt
; expect r1: 0x20d
; expect r2: 0x2f000
; expect r3: 7
; expect r4: 0x10000
; expect r5: 0x1005
; expect r6: 0x1006
; expect r7: 0x1007
; expect r8: 0x3ff000
; expect r9: 0x1008
; expect r10: 0x60000
; expect r11: 0xbeef
.include "lib/traps.s"
.include "lib/paging.s"
.include "lib/root.s"
_start:
    root
    tables
    vmset VMCS_GUEST_SP, 0x2f000
    vmset VMCS_GUEST_FLAGS, FLAG_INTERRUPT | 13
    vmset VMCS_GUEST_CR0, 7
    vmset VMCS_GUEST_CR3, directory
    vmset VMCS_GUEST_SP0, 0x1005
    vmset VMCS_GUEST_SP1, 0x1006
    vmset VMCS_GUEST_SP2, 0x1007
    vmset VMCS_GUEST_LIMIT, 0x3ff000
    vmset VMCS_GUEST_SYSENTRY, 0x1008
    vmset VMCS_GUEST_TRAP_TABLE, 0x60000
    mov r11, 0xbeef
    launch
guest:
    mov r2, sp
    pushf
    pop r1
    mov r3, cr0
    mov r4, cr3
    mov r5, sp0
    mov r6, sp1
    mov r7, sp2
    mov r8, limit
    mov r9, sysentry
    sidt r10
    cli
site:
caught:
exited:
    hlt
