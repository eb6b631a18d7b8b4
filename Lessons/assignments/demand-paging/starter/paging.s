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
    ; TODO: the program may read PROGRAM … PROGRAM_END, and read and write DATA … DATA_END.

    mov r1, directory
    mov r2, low_table + KERNEL_PAGE
    store [r1], r2
    ; TODO: the directory allows all that some page below it allows; and it has a second table.
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
    ; TODO: is it a page of the heap that is not there yet, and is what the program wants allowed?
    ; TODO: then take a frame (`call frame_take`: r0 is its address, r3 is lost), fill it with zeroes,
    ; and store the page's entry into heap_table.
    jmp refuse

; The heap page at r1 is no longer needed: its frame goes back to the pool. Nothing happens if it has
; none. r0 to r5 may change.
release_page:
    ; TODO: no entry any more, nor in the TLB; and the frame is given back (`call frame_give`, with
    ; the frame's address in r0; r3 is lost).
    ret
