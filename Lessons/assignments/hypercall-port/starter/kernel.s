; The kernel for a hypervisor: your work. What is here is the kernel for bare metal still, as in kernel-bare.s. It runs in
; ring 1 now, and the first instruction that needs ring 0 is its end:
;
;   ringside run try.s --engine pv
;
; Replace what is marked TODO. core.s says what each routine has to do, pv.s has macros that help, and
; `ringside isa --hypercalls` has all hypercalls.

.include "core.s"
.include "pv.s"

USER_PAGE = PTE_PRESENT | PTE_WRITABLE | PTE_USER               ; the bits of an entry for ring 3, in a table or directory
READ_ONLY_PAGE = PTE_PRESENT | 1 << PTE_RING_SHIFT              ; and of one that lets ring 1 read only

start_machine:
    mov r1, trap_table                  ; TODO: HCALL_SET_TRAP_TABLE. The table itself, at the end of this file, is to
    lidt r1                             ; be changed, too.
    mov r1, kernel_stack                ; TODO: HCALL_SET_KERNEL_STACK
    mov sp0, r1

    ; Paging is on, and memory is mapped at its own addresses: nothing to do. But user_table has to get into the directory,
    ; which is at the address that the word at PV_START + START_TABLE_BASE says.
    ; TODO: user_table is mapped writable, as all memory, and so it cannot be a page table. HCALL_UPDATE_MAPPING makes it
    ;       READ_ONLY_PAGE; entries hold machine addresses.
    ; TODO: Then the directory's entry for USER_BASE leads to it: HCALL_UPDATE_TABLES, with a list of one update. Entry and
    ;       table are told by their machine addresses.
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
    store [r4], r2                      ; TODO: not a store, but an update in update_list. Pages that follow each other
    add r4, 4                           ;       lie in machine frames that need not.
    add r2, PAGE_SIZE
    dec r3
    cmp r3, 0
    jne .next
    ret                                 ; TODO: one HCALL_UPDATE_TABLES for the whole list

unmap_pages:
    shr r2, r1, 12
    and r2, 1023
    shl r2, 2
    mov r4, user_table
    add r4, r2
    clr r2
.next:
    store [r4], r2                      ; TODO: as in map_pages
    invlpg r1                           ; TODO: who drops what the TLB has?
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
    out CONSOLE_DATA, r3                ; TODO: the console's ring, at PV_CONSOLE, or HCALL_CONSOLE_WRITE
    inc r1
    jmp .next
.end:
    ret

fault_address:
    mov r0, cr2                         ; TODO: only ring 0 can read it
    ret

power_off:
    hcall HCALL_SHUTDOWN                ; this one is done: it prints what is in the console's ring, and ends the kernel

.align 8
trap_table:                             ; TODO: in which ring do the handlers run?
.org trap_table + 8 * VECTOR_PAGE_FAULT
    .word on_page_fault, GATE_PRESENT
.org trap_table + 8 * 0x80              ; TODO: and what makes this gate one of the processor's own?
    .word on_system_call, GATE_PRESENT | GATE_USER
.org trap_table + 8 * 256
