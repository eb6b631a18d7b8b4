; pins: a limit lowered below code that ring 1 has jumped to before holds for the next jump
; expect stop: exit
; expect exit: 25
PRESENT = PTE_PRESENT | PTE_WRITABLE
.macro gate number, handler, bits
    mov r0, trap_table + 8 * (\number)
    mov r1, \handler
    store [r0], r1
    mov r1, \bits
    store [r0+4], r1
.endm
_start:
    mov sp, 0x9000
    gate 13, on_prot, GATE_PRESENT
    gate 0x80, on_sys, GATE_PRESENT | 3 << GATE_CALLER_SHIFT
    mov r1, 0xa000
    mov sp0, r1
    mov r1, trap_table
    lidt r1
    mov r1, CR0_MIDDLE_RINGS
    mov cr0, r1
    clr r9
enter:
    clr r0
    push r0
    mov r1, 0x9800
    push r1
    mov r1, 1 << 12
    push r1
    mov r1, user
    push r1
    iret
on_sys:
    ; lower the limit, go again
    mov r1, limit_page
    mov limit, r1
    add sp, 16
    inc r9
    cmp r9, 30
    jb enter
    mov r1, 55
    out POWER_EXIT, r1
on_prot:
    mov r1, 16
    add r1, r1, r9
    out POWER_EXIT, r1
.align 4096
user:
    jmp far
    .space 4092
limit_page:
far: add r9, r9, 8
    int 0x80
    .align 8
trap_table:
    .space 2048
