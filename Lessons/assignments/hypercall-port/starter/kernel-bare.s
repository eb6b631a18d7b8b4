; The kernel for bare metal, which works: compare yours with it. It is not part of your kernel. Do not change it.
; Try it with `ringside run try-bare.s`.

USER_PAGE = PTE_PRESENT | PTE_WRITABLE | PTE_USER
KERNEL_PAGE = PTE_PRESENT | PTE_WRITABLE

.include "core.s"

start_machine:
    mov r1, trap_table
    lidt r1
    mov r1, kernel_stack
    mov sp0, r1

    mov r1, kernel_table                ; the first 4 MiB at their own addresses, for ring 0
    mov r2, KERNEL_PAGE
    mov r3, 1024
.next:
    store [r1], r2
    add r1, 4
    add r2, PAGE_SIZE
    dec r3
    cmp r3, 0
    jne .next
    mov r1, directory
    mov r2, kernel_table + KERNEL_PAGE
    store [r1], r2
    mov r2, user_table + USER_PAGE
    store [r1 + (USER_BASE >> 22) * 4], r2
    mov cr3, r1
    mov r1, CR0_PAGING
    mov cr0, r1
    ret

map_pages:
    shr r1, 12                          ; the entry for the address r1 in user_table
    and r1, 1023
    shl r1, 2
    mov r4, user_table
    add r4, r1
    shl r2, 12                          ; what it becomes
    or r2, USER_PAGE
.next:
    store [r4], r2                      ; nothing was there, so no TLB entry is wrong now
    add r4, 4
    add r2, PAGE_SIZE
    dec r3
    cmp r3, 0
    jne .next
    ret

unmap_pages:
    shr r2, r1, 12
    and r2, 1023
    shl r2, 2
    mov r4, user_table
    add r4, r2
    clr r2
.next:
    store [r4], r2
    invlpg r1                           ; the TLB may have what is gone now
    add r4, 4
    add r1, PAGE_SIZE
    dec r3
    cmp r3, 0
    jne .next
    ret

write_text:
    add r2, r1                          ; the text's end
.next:
    cmp r1, r2
    jae .end
    loadb r3, [r1]
    out CONSOLE_DATA, r3
    inc r1
    jmp .next
.end:
    ret

fault_address:
    mov r0, cr2
    ret

power_off:
    out POWER_EXIT, r1

.align 8
trap_table:
.org trap_table + 8 * VECTOR_PAGE_FAULT
    .word on_page_fault, GATE_PRESENT
.org trap_table + 8 * 0x80
    .word on_system_call, GATE_PRESENT | GATE_USER
.org trap_table + 8 * 256

.align PAGE_SIZE
directory:
    .space PAGE_SIZE
kernel_table:
    .space PAGE_SIZE
