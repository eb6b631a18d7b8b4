; pins: a double fault whose own stack is not mapped ends the machine, and the report tells all three faults
; expect stop: triple-fault
DIRECTORY = 0x50000
TABLE = 0x51000
_start:
    mov r1, table + 8 * VECTOR_DOUBLE_FAULT
    mov r2, never
    store [r1], r2
    mov r2, GATE_PRESENT | GATE_FRESH_STACK
    store [r1+4], r2
    mov r1, table
    lidt r1
    mov r1, 0x800000                    ; beyond the first MiB, which is all that is mapped
    mov sp0, r1
    mov r0, DIRECTORY
    mov r1, TABLE | PTE_PRESENT | PTE_WRITABLE
    store [r0], r1
    mov r2, TABLE
    mov r1, PTE_PRESENT | PTE_WRITABLE
    mov r3, 256
entry:
    store [r2], r1
    add r2, 4
    add r1, PAGE_SIZE
    sub r3, 1
    cmp r3, 0
    jne entry
    mov cr3, r0
    mov r1, CR0_PAGING
    mov cr0, r1
    div r1, r1, r8                      ; its gate is not present
never:
    hlt
    .align 8
table:
    .space 2048
