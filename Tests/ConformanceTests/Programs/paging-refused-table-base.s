; pins: a refused load of the table base leaves cr3 as it was, and is a protection fault
; expect stop: halt
; expect r2: 100
_start:
    mov r1, table + 8 * VECTOR_PROTECTION
    mov r2, refused
    store [r1], r2
    mov r2, GATE_PRESENT
    store [r1+4], r2
    mov r1, table
    lidt r1
    mov sp, 0x30000
    mov r2, 0
    mov r4, 0x1004                      ; not a page's address
again:
    mov cr3, r4
    mov r5, cr3
    cmp r5, 0
    jne end
    cmp r2, 100
    jne again
end:
    hlt
refused:
    add r2, 1
    load r0, [sp]
    add r0, 4
    store [sp], r0
    iret
    .align 8
table:
    .space 2048
