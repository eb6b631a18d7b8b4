; Page tables, and pages that come when they are touched.
;
; An entry holds a frame's address and PTE_ bits. Bits 31..22 of an address choose the entry of the
; directory, bits 21..12 that of the table. Both levels must allow an access.

KERNEL_PAGE = PTE_PRESENT | PTE_WRITABLE
USER_READ   = PTE_PRESENT | PTE_USER
USER_WRITE  = PTE_PRESENT | PTE_USER | PTE_WRITABLE

; Fills the directory and low_table; heap_table stays empty. Paging is still off. All registers may
; change.
make_tables:
    clr r1                              ; 4 MiB at their own addresses, for the kernel
    mov r2, PAGE_SIZE * 1024
    mov r3, KERNEL_PAGE
    call map_range
    mov r1, PROGRAM
    mov r2, PROGRAM_END
    mov r3, USER_READ
    call map_range
    mov r1, DATA
    mov r2, DATA_END
    mov r3, USER_WRITE
    call map_range

    mov r1, directory                   ; the entries of the tables may allow less than these
    mov r2, low_table + USER_WRITE
    store [r1], r2
    mov r2, heap_table + USER_WRITE
    store [r1 + (HEAP >> 22) * 4], r2
    ret

; Maps the addresses from r1 up to r2 to themselves, with the bits r3.
map_range:
    mov r4, low_table
    shr r5, r1, 12
    shl r5, 2
    add r4, r5                          ; the entry for r1
.next:
    or r5, r1, r3
    store [r4], r5
    add r4, 4
    add r1, PAGE_SIZE
    cmp r1, r2
    jb .next
    ret

; The program has touched the address r1, with the error code r2 (PAGEFAULT_ bits). Returns if the
; access may be tried again; otherwise it goes to `refuse`. r0 to r5 may change.
page_fault:
    test r2, PAGEFAULT_PROTECTION       ; the page is there, and does not allow this
    jnz refuse
    mov r3, HEAP
    cmp r1, r3
    jb refuse
    mov r3, HEAP_END
    cmp r1, r3
    jae refuse
    mov r4, USER_WRITE
    mov r3, CONSTANT
    cmp r1, r3
    jb .writable
    test r2, PAGEFAULT_WRITE            ; no frame for what would be refused at once
    jnz refuse
    mov r4, USER_READ
.writable:
    call heap_entry
    call frame_take
    or r4, r0
    store [r1], r4                      ; it was not present, so the TLB does not have it
    ret

; The heap page at r1 is no longer needed: its frame goes back to the pool. Nothing happens if it has
; none. r0 to r5 may change.
release_page:
    mov r2, r1
    call heap_entry
    load r0, [r1]
    cmp r0, 0
    je .done
    clr r3
    store [r1], r3
    invlpg r2                           ; the TLB may have it, and would not ask the table again
    shr r0, 12
    shl r0, 12
    call frame_give
.done:
    ret

; r1 = where the entry for the heap's address r1 lies. r3 is lost.
heap_entry:
    shr r1, 12
    and r1, 1023
    shl r1, 2
    mov r3, heap_table
    add r1, r3
    ret
