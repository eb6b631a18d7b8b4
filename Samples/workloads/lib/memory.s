; Frames of memory, and address spaces made of them.

.section data
kernel_space:                           ; the directory that the platform has started with
    .word 0
free_frames:                            ; the first that was given back; each begins with the next
    .word 0
next_frame:                             ; none from here to POOL_END has been used yet
    .word POOL
.section text

; r0 = a frame, with anything in it.
frame_take:
    mov r1, free_frames
    load r0, [r1]
    cmp r0, 0
    je .never_used
    load r2, [r0]
    store [r1], r2
    ret
.never_used:
    load r0, [r1 + next_frame - free_frames]
    mov r2, POOL_END
    cmp r0, r2
    jae .none
    add r2, r0, PAGE_SIZE
    store [r1 + next_frame - free_frames], r2
    ret
.none:
    say "no frames left\n"
    mov r1, 1
    platform_power_off

; r0 = a frame, all zeroes.
frame_new:
    call frame_take
    mov r1, r0
    add r2, r0, PAGE_SIZE
    clr r3
.next:
    store [r1], r3
    store [r1 + 4], r3
    store [r1 + 8], r3
    store [r1 + 12], r3
    add r1, 16
    cmp r1, r2
    jb .next
    ret

; Gives back the frame r1.
frame_free:
    mov r2, free_frames
    load r3, [r2]
    store [r1], r3
    store [r2], r1
    ret

; r0 = where the entry for the address r2 lies, in the space r1. There must be a table for it.
entry_find:
    shr r0, r2, 22
    shl r0, 2
    add r0, r1
    load r0, [r0]
    platform_frame r0
    shr r3, r2, 12
    and r3, 1023
    shl r3, 2
    add r0, r3
    ret

; Maps the address r2, in the space r1, to r3: a frame's address, and bits. The table is made if
; there is none.
map:
    enter
    mov r4, r1
    mov r5, r2
    mov r6, r3
    shr r7, r5, 22
    shl r7, 2
    add r7, r4
    load r0, [r7]
    cmp r0, 0
    jne .table
    call frame_new
    push r0
    mov r1, r0
    platform_use_table
    pop r2
    or r2, USER_PAGE                    ; the entries of the table may allow less
    platform_entry r2
    mov r1, r7
    platform_set_entry
    platform_force_batch                ; it is read at once
.table:
    mov r1, r4
    mov r2, r5
    call entry_find
    mov r1, r0
    mov r2, r6
    platform_entry r2
    platform_set_entry
    leave

; r0 = a new address space, with the kernel's part, which is the same in all.
space_new:
    enter
    call frame_new
    mov r4, r0
    mov r1, r0
    platform_use_directory
    get r5, kernel_space
    clr r6
    platform_begin_batch
.next:
    add r1, r5, r6
    load r2, [r1]
    cmp r2, 0
    je .none
    add r1, r4, r6
    platform_set_entry
.none:
    add r6, 4
    cmp r6, (KERNEL_END >> 22) * 4
    jb .next
    platform_end_batch
    mov r0, r4
    leave

; r0 = a new address space with the program in it, and a page for its stack. The program's own pages
; are not copied: what it writes there, all spaces made so have in common.
program_space:
    enter
    call space_new
    mov r4, r0
    mov r5, program.load
    mov r6, program.loadend
    mov r7, USER_BASE
    platform_begin_batch
.next:
    mov r1, r4
    mov r2, r7
    or r3, r5, USER_PAGE
    call map
    add r7, PAGE_SIZE
    add r5, PAGE_SIZE
    cmp r5, r6
    jb .next
    call frame_new
    or r3, r0, USER_PAGE
    mov r1, r4
    mov r2, USER_STACK - PAGE_SIZE
    call map
    platform_end_batch
    mov r0, r4
    leave

; Maps r3 new pages from the address r2 on, in the space r1.
map_new:
    enter
    mov r4, r1
    mov r5, r2
    mov r6, r3
    platform_begin_batch
.next:
    call frame_new
    or r3, r0, USER_PAGE
    mov r1, r4
    mov r2, r5
    call map
    add r5, PAGE_SIZE
    dec r6
    cmp r6, 0
    jne .next
    platform_end_batch
    leave
