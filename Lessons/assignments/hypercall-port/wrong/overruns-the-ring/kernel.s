; The kernel for a hypervisor. It does not look whether the ring is full.

.include "core.s"
.include "pv.s"

USER_PAGE = PTE_PRESENT | PTE_WRITABLE | PTE_USER
TABLE_ENTRY = PTE_PRESENT | PTE_WRITABLE | PTE_USER
READ_ONLY_PAGE = PTE_PRESENT | 1 << PTE_RING_SHIFT

start_machine:
    mov r1, trap_table
    request HCALL_SET_TRAP_TABLE
    mov r1, kernel_stack
    request HCALL_SET_KERNEL_STACK

    mov r1, user_table                  ; we give up writing it: from now on it can be a page table
    mov r2, user_table
    machine_address r2
    mov r4, r2
    or r2, READ_ONLY_PAGE
    mov r3, 1                           ; and the TLB forgets that we could
    request HCALL_UPDATE_MAPPING

    mov r1, PV_START + START_TABLE_BASE ; its entry in the directory: a list of one
    load r1, [r1]
    machine_address r1
    add r1, (USER_BASE >> 22) * 4
    mov r5, update_list
    store [r5], r1
    or r4, TABLE_ENTRY
    store [r5 + 4], r4
    mov r1, r5
    mov r2, 1
    request HCALL_UPDATE_TABLES
    ret

map_pages:
    call entry_address                  ; r4
    mov r7, update_list
    mov r8, r3
.next:
    store [r7], r4
    mov r5, r2
    frame_of r5
    shl r5, 12
    or r5, USER_PAGE
    store [r7 + 4], r5
    add r7, 8
    add r4, 4
    inc r2
    dec r8
    cmp r8, 0
    jne .next
    jmp send_list

unmap_pages:
    call entry_address
    mov r7, update_list
    mov r8, r3
    clr r5
.next:
    store [r7], r4
    store [r7 + 4], r5
    add r7, 8
    add r4, 4
    dec r8
    cmp r8, 0
    jne .next
    call send_list
    hcall HCALL_FLUSH_TLB               ; one for all pages
    ret

; r4 = the machine address of the entry for the address r1.
entry_address:
    mov r4, user_table
    machine_address r4
    shr r1, 12
    and r1, 1023
    shl r1, 2
    add r4, r1
    ret

; The r3 updates of the list.
send_list:
    mov r1, update_list
    mov r2, r3
    request HCALL_UPDATE_TABLES
    ret

; The text goes to the console's ring. power_off prints it.
write_text:
    add r2, r1                          ; the text's end
    mov r3, PV_CONSOLE
.next:
    cmp r1, r2
    jae .end
    load r4, [r3 + RING_OUTPUT_PRODUCED]
    and r5, r4, RING_OUTPUT_SIZE - 1
    add r5, r3
    loadb r6, [r1]
    storeb [r5 + RING_OUTPUT], r6
    inc r4
    store [r3 + RING_OUTPUT_PRODUCED], r4
    inc r1
    jmp .next
.end:
    ret

fault_address:
    mov r0, PV_SHARED + SHARED_FAULT_ADDRESS
    load r0, [r0]
    ret

power_off:
    hcall HCALL_SHUTDOWN

RING_1 = 1 << GATE_TARGET_SHIFT

.align 8
trap_table:
.org trap_table + 8 * VECTOR_PAGE_FAULT
    .word on_page_fault, GATE_PRESENT | RING_1
.org trap_table + 8 * 0x80
    .word on_system_call, GATE_PRESENT | RING_1 | GATE_USER | GATE_KEEP_INTERRUPTS
.org trap_table + 8 * 256
