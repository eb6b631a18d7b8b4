; pins: after a page fault its page may lead elsewhere without a flush: code that is copied on write is executed from the copy
; expect stop: exit
; expect exit: 2
PRESENT = PTE_PRESENT | PTE_WRITABLE
WINDOW = 0x40000000
.macro gate number, handler, bits
    mov r0, trap_table + 8 * (\number)
    mov r1, \handler
    store [r0], r1
    mov r1, \bits
    store [r0+4], r1
.endm
_start:
    mov sp, stack
    gate 14, on_fault, GATE_PRESENT
    mov r1, trap_table
    lidt r1
    mov r1, low_table
    mov r2, PRESENT
.next:
    store [r1], r2
    add r1, 4
    add r2, PAGE_SIZE
    mov r3, low_table + PAGE_SIZE
    cmp r1, r3
    jb .next
    mov r1, directory
    mov r2, low_table + PRESENT
    store [r1], r2
    mov r2, high_table + PRESENT
    store [r1 + (WINDOW >> 22) * 4], r2
    mov r1, high_table
    mov r2, frame_a + PTE_PRESENT
    store [r1], r2
    mov r1, directory
    mov cr3, r1
    mov r1, CR0_PAGING
    mov cr0, r1
    mov r5, WINDOW
    call r5
    mov r8, r6
    ; write to it: read-only, so copied elsewhere
    mov r5, WINDOW
    store [r5+64], r5
    mov r5, WINDOW
    call r5
    mov r1, r6
    out POWER_EXIT, r1
on_fault:
    mov r1, high_table
    mov r2, frame_b + PRESENT
    store [r1], r2
    iret
.align 4096
frame_a:
    mov r6, 1
    ret
.align 4096
frame_b:
    mov r6, 2
    ret
.align 4096
directory: .space 4096
low_table: .space 4096
high_table: .space 4096
.space 4096
stack:
    .align 8
trap_table:
    .space 2048
