; pins: an exit saves pc, sp, FLAGS with the ring, cr0, cr3, the stack registers, limit, sysentry and the trap table
; expect engines: native
; expect stop: halt
; expect word guest_flags: 0x3205
; expect word guest_sp: 0x24ff8
; expect word place: 0
; expect word activity: 0
; expect word blocking: 0
; expect word saved_cr0: 6
; expect word saved_cr3: 0x12000
; expect word saved_sp0: 0x20010
; expect word saved_sp1: 0x2001
; expect word saved_sp2: 0x2002
; expect word saved_limit: 0x80000000
; expect word saved_sysentry: 0x2004
; expect word saved_table: 0x70000
; expect word saved_cr8: 0
.include "lib/traps.s"
.include "lib/root.s"
_start:
    root
    launch
guest:
    mov r0, 6
    mov cr0, r0
    mov r0, 0x12000
    mov cr3, r0
    mov r0, 0x20010
    mov sp0, r0
    mov r0, 0x2001
    mov sp1, r0
    mov r0, 0x2002
    mov sp2, r0
    mov r0, 0x80000000
    mov limit, r0
    mov r0, 0x2004
    mov sysentry, r0
    mov r0, 0x70000
    lidt r0
    push_frame site, 3 << FLAG_RING_SHIFT | FLAG_INTERRUPT | FLAG_NEGATIVE | FLAG_CARRY, 0x24ff8
    iret
site:
    vmcall
exited:
    mov r2, saved
    mov r3, VMCS_GUEST_CR0
.next:
    vmread r0, r3
    store [r2], r0
    add r2, 4
    inc r3
    cmp r3, VMCS_GUEST_TRAP_TABLE
    jbe .next
caught:
    hlt
saved:
saved_cr0:
    .word 0
saved_cr3:
    .word 0
saved_cr8:
    .word 0
saved_sp0:
    .word 0
saved_sp1:
    .word 0
saved_sp2:
    .word 0
saved_limit:
    .word 0
saved_sysentry:
    .word 0
saved_table:
    .word 0
