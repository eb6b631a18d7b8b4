; pins: an exit loads the host's registers of the VMCS, ring 0, FLAGS clear; r0 to r14 are the guest's
; expect engines: native
; expect stop: halt
; expect r0: 0x1000
; expect r1: 0x1001
; expect r2: 0x1002
; expect r14: 0x100e
; expect word 0x2a000: 0
; expect word 0x2a004: 0
; expect word 0x2a008: 0x2a800
; expect word 0x2a00c: 0xe
; expect word 0x2a010: 0x12000
; expect word 0x2a014: 0x1005
; expect word 0x2a018: 0x1006
; expect word 0x2a01c: 0x1007
; expect word 0x2a020: 0x3ff000
; expect word 0x2a024: 0x1008
; expect word 0x2a028: 0x60000
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    vmset VMCS_HOST_PC, arrived
    vmset VMCS_HOST_SP, 0x2a800
    vmset VMCS_HOST_CR0, CR0_ROOT_MODE | CR0_TRAP_TIME | CR0_MIDDLE_RINGS
    vmset VMCS_HOST_CR3, 0x12000
    vmset VMCS_HOST_SP0, 0x1005
    vmset VMCS_HOST_SP1, 0x1006
    vmset VMCS_HOST_SP2, 0x1007
    vmset VMCS_HOST_LIMIT, 0x3ff000
    vmset VMCS_HOST_SYSENTRY, 0x1008
    vmset VMCS_HOST_TRAP_TABLE, 0x60000
    launch
guest:
    mov r0, 0x1000
    mov r1, 0x1001
    mov r2, 0x1002
    mov r14, 0x100e
    push_frame inside, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT | FLAG_TRACE | 15, user_stack
    mov r0, 0x1000
    iret
inside:
    vmcall
arrived:
    pushf
    pop r3
    mov r4, 0x2a000
    store [r4], r3
    rdring r3
    store [r4 + 4], r3
    store [r4 + 8], sp
    mov r3, cr0
    store [r4 + 0xc], r3
    mov r3, cr3
    store [r4 + 0x10], r3
    mov r3, sp0
    store [r4 + 0x14], r3
    mov r3, sp1
    store [r4 + 0x18], r3
    mov r3, sp2
    store [r4 + 0x1c], r3
    mov r3, limit
    store [r4 + 0x20], r3
    mov r3, sysentry
    store [r4 + 0x24], r3
    sidt r3
    store [r4 + 0x28], r3
exited:
site:
caught:
    hlt
