; pins: a function called from ring 0 and from ring 1 by the same address sees its own ring each time
; expect engines: native bt hvm-shadow hvm-nested
; expect stop: exit
; expect exit: 17
RING = 1
MID = 1
.macro gate number, handler, bits
    mov r0, trap_table + 8 * (\number)
    mov r1, \handler
    store [r0], r1
    mov r1, \bits
    store [r0+4], r1
.endm
_start:
    mov sp, 0x9000
    mov r1, 0xa000
    mov sp0, r1
    gate 13, on_prot, GATE_PRESENT
    gate 6, on_prot, GATE_PRESENT
    mov r1, trap_table
    lidt r1
    mov r5, f
    call r5
    call r5
    ; to ring R
    mov r1, CR0_MIDDLE_RINGS*MID
    mov cr0, r1
    mov r5, f
    call r5
    call r5
    mov r5, g
    call r5
    call r5
    clr r0
    push r0
    mov r1, 0x9800
    push r1
    mov r1, RING << 12
    push r1
    mov r1, user
    push r1
    iret
user:
    mov r5, f
    call r5
    mov r9, r6
    mov r5, g
    call r5
    ud
f:  rdring r6
    ret
g:  mov r4, sp0         ; privileged
    ret
on_prot:
    mov r1, 16
    add r1, r1, r9
    out POWER_EXIT, r1
    .align 8
trap_table:
    .space 2048
