; Memory as processes see it: address spaces, and pages that appear on demand and are copied on write.
;
; An address space is a page directory. Its lower part is the kernel's and the same in all of them; the user's part is
; two page tables at most. A user page is in one of three states:
;
;   absent            nothing yet: the first access gets a frame of zeroes, if the address is one that may be used
;   writable          the frame belongs to this space alone
;   copy-on-write     the frame may be shared: reading is allowed; the first write gets a copy, or the frame itself
;                     if nobody shares it any more

PTE_COPY = 1 << 9                       ; copy-on-write: one of the three bits that the hardware leaves to software

; ---- Page tables ----

; r0 = where the page-table entry for the address r2 lies, in the space r1; 0 if there is no table for it yet.
entry_find:
    shr r0, r2, 22
    shl r0, 2
    add r0, r1
    load r0, [r0]
    cmp r0, 0
    je .none
    platform_frame r0
    shr r3, r2, 12
    and r3, 1023
    shl r3, 2
    add r0, r3
.none:
    ret

; The same, but the table is made if there is none; 0 if there is no frame for it.
entry_make:
    enter
    mov r4, r1
    mov r5, r2
    call entry_find
    cmp r0, 0
    jne .done
    call frame_zeroed
    cmp r0, 0
    je .done
    mov r6, r0
    mov r1, r6
    platform_use_table
    shr r1, r5, 22
    shl r1, 2
    add r1, r4
    or r2, r6, PTE_PRESENT | PTE_WRITABLE | PTE_USER    ; the pages themselves may allow less
    platform_entry r2
    platform_set_entry
    mov r1, r4
    mov r2, r5
    call entry_find
.done:
    leave

; ---- Address spaces ----

; r0 = a new space, with the kernel's part; 0 if there is no frame for it.
space_new:
    enter
    call frame_zeroed
    cmp r0, 0
    je .done
    mov r4, r0
    mov r1, r4
    platform_use_directory
    get r5, kernel_space
    clr r6
    platform_begin_batch
.next:
    add r1, r5, r6
    load r2, [r1]
    cmp r2, 0
    je .skip
    add r1, r4, r6
    platform_set_entry                  ; the kernel's own tables, not copies: one change is seen in all spaces
.skip:
    add r6, 4
    cmp r6, (KERNEL_END >> 22) * 4
    jb .next
    platform_end_batch
    mov r0, r4
.done:
    leave

; Gives back all user pages and tables of the space r1. Until the next platform_load_space the TLB may still know
; them, which does no harm: the kernel does not look at them before that.
space_clear:
    enter
    add r4, r1, (USER_BASE >> 22) * 4
    add r5, r1, (USER_END >> 22) * 4
.table:
    load r6, [r4]
    cmp r6, 0
    je .no_table
    mov r1, r4
    clr r2
    platform_set_entry                  ; first unhook the table, then take it apart
    platform_frame r6
    mov r1, r6
    platform_drop_table
    clr r7
.page:
    add r1, r6, r7
    load r1, [r1]
    cmp r1, 0
    je .no_page
    platform_frame r1
    call frame_release
.no_page:
    add r7, 4
    cmp r7, PAGE_SIZE
    jb .page
    mov r1, r6
    call frame_release
.no_table:
    add r4, 4
    cmp r4, r5
    jb .table
    leave

; The same, and gives back the space r1 itself, too. It must not be in use.
space_free:
    enter
    mov r4, r1
    call space_clear
    mov r1, r4
    platform_drop_directory
    mov r1, r4
    call frame_release
    leave

; r0 = a copy of the present space, which is r1; 0 if frames ran out. Nothing but page tables is copied: from now on
; both spaces share every page, copy-on-write.
space_copy:
    enter_all
    mov r4, r1
    call space_new
    mov r5, r0
    cmp r0, 0
    je .done
    mov r6, USER_BASE
.table:
    mov r1, r4
    mov r2, r6
    call entry_find
    mov r7, r0                          ; the first entry of a table of the old space,
    cmp r7, 0
    je .no_table
    mov r1, r5
    mov r2, r6
    call entry_make
    mov r8, r0                          ; and the same of the new one
    cmp r8, 0
    je .failed
    add r9, r7, PAGE_SIZE
    platform_begin_batch
.page:
    load r10, [r7]
    cmp r10, 0
    je .no_page
    test r10, PTE_WRITABLE
    jz .shared
    xor r10, PTE_WRITABLE
    or r10, PTE_COPY
    mov r1, r7
    mov r2, r10
    platform_set_entry
.shared:
    mov r1, r8
    mov r2, r10
    platform_set_entry
    mov r1, r10
    platform_frame r1
    call frame_share
.no_page:
    add r7, 4
    add r8, 4
    cmp r7, r9
    jb .page
    platform_end_batch
.no_table:
    mov r1, 1 << 22
    add r6, r1
    mov r1, USER_END
    cmp r6, r1
    jb .table
.flush:
    mov r1, r4
    platform_load_space                 ; the TLB still believes that the old space may write
    mov r0, r5
.done:
    leave_all
.failed:
    mov r1, r5
    call space_free
    clr r5
    jmp .flush

; Maps the image from r3 to r4 (physical addresses) at the address r2 of the space r1, copy-on-write: running a program
; copies nothing but the pages that it writes. r0 = 0 if frames ran out.
space_map_image:
    enter
    mov r5, r1
    mov r6, r2
    mov r7, r3
.next:
    mov r1, r5
    mov r2, r6
    call entry_make
    cmp r0, 0
    je .done
    mov r1, r0
    or r2, r7, PTE_PRESENT | PTE_USER | PTE_COPY
    platform_entry r2
    platform_set_entry
    mov r1, r7
    call frame_share
    add r6, PAGE_SIZE
    add r7, PAGE_SIZE
    cmp r7, r4
    jb .next
    mov r0, 1
.done:
    leave

; ---- One page ----

; The process wants to read (r3 = 0) or to write the page of the address r2 in the present space, r1. r0 = 1 once it
; may; 0 if it may not, or if there is no frame left.
page_touch:
    enter_all
    mov r4, r1
    mov r5, r2
    mov r6, r3
    clr r0
    mov r1, USER_BASE
    cmp r5, r1
    jb .done                            ; the kernel's,
    mov r1, USER_END
    cmp r5, r1
    jae .done                           ; or nobody's

    mov r1, r4
    call entry_find
    cmp r0, 0
    je .absent
    mov r7, r0
    load r8, [r7]
    cmp r8, 0
    je .absent
    cmp r6, 0
    je .allowed
    test r8, PTE_WRITABLE
    jnz .allowed

    mov r6, r8                          ; a write to a page that is copy-on-write
    platform_frame r6                   ; r6: its frame, from here on
    mov r1, r6
    call shares
    cmp r3, 1
    je .last                            ; the others have gone, or have copies: it is ours
    call frame_alloc
    cmp r0, 0
    je .done
    push r0
    mov r1, r6
    mov r2, r0
    call frame_copy
    mov r1, r6
    call frame_release
    pop r6
.last:
    mov r1, r7
    or r2, r6, PTE_PRESENT | PTE_WRITABLE | PTE_USER
    platform_entry r2
    platform_set_entry
    mov r1, r5
    platform_flush_page                 ; the old entry was present, so the TLB may hold it
.allowed:
    mov r0, 1
.done:
    leave_all

.absent:
    mov r1, HEAP_END                    ; what lies behind the program, and the heap,
    cmp r5, r1
    jb .zeroes
    mov r1, STACK_LIMIT                 ; and the stack
    cmp r5, r1
    jae .zeroes
    clr r0
    jmp .done
.zeroes:
    mov r1, r4
    mov r2, r5
    call entry_make
    mov r7, r0
    cmp r0, 0
    je .done
    call frame_zeroed
    cmp r0, 0
    je .done
    mov r1, r7
    or r2, r0, PTE_PRESENT | PTE_WRITABLE | PTE_USER
    platform_entry r2
    platform_set_entry
    jmp .allowed                        ; it was absent, so there is nothing to flush

; r0 = 1 once the present process may read (r3 = 0) or write the r2 bytes from the address r1 on. System calls ask
; before they touch what a pointer of the user's points to: the kernel itself never faults.
user_check:
    enter
    mov r0, 1
    cmp r2, 0
    je .done
    mov r4, r1
    add r5, r1, r2
    dec r5                              ; the last byte
    mov r6, r3
    clr r0
    cmp r5, r4
    jb .done                            ; the addresses wrapped around
    this r7
    load r7, [r7 + P_SPACE]
.next:
    mov r1, r7
    mov r2, r4
    mov r3, r6
    call page_touch
    cmp r0, 0
    je .done
    shr r4, 12                          ; on to the next page
    inc r4
    shl r4, 12
    cmp r4, r5
    jbe .next
.done:
    leave
