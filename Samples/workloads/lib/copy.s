; Address spaces that are copied without copying pages: both spaces keep the frames and may only
; read them, until one of the two writes and gets a frame of its own.

PTE_COPY = 1 << 9                       ; software's own: to be copied when it is written
USER_TABLE = (USER_BASE >> 22) * 4      ; where a directory has the entry for the program's table

.section data
shares:                                 ; a byte a frame: by how many it is used besides the first
    .space POOL_END / PAGE_SIZE
.section text

; r0 = a copy of the space r1, which is the present one.
space_copy:
    enter_all
    mov r4, r1
    call space_new
    mov r5, r0
    call frame_new
    mov r6, r0                          ; the new table
    load r7, [r4 + USER_TABLE]
    platform_frame r7                   ; and the old one
    mov r9, shares
    clr r8
    platform_begin_batch
.next:
    add r1, r7, r8
    load r2, [r1]
    cmp r2, 0
    je .none
    test r2, PTE_WRITABLE
    jz .read_only
    xor r2, PTE_WRITABLE
    or r2, PTE_COPY
    mov r10, r2
    platform_set_entry
    mov r2, r10
.read_only:
    add r1, r6, r8
    store [r1], r2
    platform_frame r2
    shr r2, 12
    add r2, r9
    loadb r1, [r2]
    inc r1
    storeb [r2], r1
.none:
    add r8, 4
    cmp r8, PAGE_SIZE
    jb .next
    platform_end_batch
    mov r1, r6
    platform_use_table
    or r2, r6, USER_PAGE
    platform_entry r2
    add r1, r5, USER_TABLE
    platform_set_entry
    mov r1, r4
    platform_load_space                 ; the TLB may still hold that these pages can be written
    mov r0, r5
    leave_all

; Gives back the space r1, which must not be the present one.
space_free:
    enter
    mov r4, r1
    platform_drop_directory
    load r5, [r4 + USER_TABLE]
    platform_frame r5
    mov r1, r5
    platform_drop_table
    clr r6
.next:
    add r1, r5, r6
    load r1, [r1]
    cmp r1, 0
    je .none
    platform_frame r1
    call frame_release
.none:
    add r6, 4
    cmp r6, PAGE_SIZE
    jb .next
    mov r1, r5
    call frame_free
    mov r1, r4
    call frame_free
    leave

; One less uses the frame r1. The program's own frames are never free.
frame_release:
    mov r2, POOL
    cmp r1, r2
    jb .stays
    shr r2, r1, 12
    mov r3, shares
    add r2, r3
    loadb r3, [r2]
    cmp r3, 0
    je frame_free
    dec r3
    storeb [r2], r3
.stays:
    ret

; The handler of page faults.
on_page_fault:
    push r0
    push r1
    push r2
    push r3
    push r12
    push r13
    push r14
    call write_fault
    cmp r0, 0
    jne .unexpected
    pop r14
    pop r13
    pop r12
    pop r3
    pop r2
    pop r1
    pop r0
    return_from_trap
.unexpected:
    add sp, 28
    jmp unexpected_trap

; A program has written what may only be read: r0 = 0 if it may be written now.
write_fault:
    enter
    platform_fault_address
    mov r4, r0
    get r1, current
    load r1, [r1 + P_SPACE]
    mov r2, r4
    call entry_find
    mov r5, r0
    load r6, [r5]
    mov r0, 1
    test r6, PTE_COPY
    jz .done
    mov r7, r6
    platform_frame r7
    shr r1, r7, 12
    mov r2, shares
    add r1, r2
    loadb r2, [r1]
    cmp r2, 0
    je .own
    dec r2
    storeb [r1], r2
    call frame_take
    or r6, r0, USER_PAGE
    add r2, r0, PAGE_SIZE
.copy:
    load r1, [r7]
    store [r0], r1
    load r1, [r7 + 4]
    store [r0 + 4], r1
    load r1, [r7 + 8]
    store [r0 + 8], r1
    load r1, [r7 + 12]
    store [r0 + 12], r1
    add r7, 16
    add r0, 16
    cmp r0, r2
    jb .copy
    platform_entry r6
    jmp .set
.own:                                   ; nobody else has it any more
    xor r6, PTE_COPY
    or r6, PTE_WRITABLE
.set:
    mov r1, r5
    mov r2, r6
    platform_set_entry
    mov r1, r4
    platform_flush_page
    clr r0
.done:
    leave
