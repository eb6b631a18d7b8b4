; Page tables that change all the time: a program has its kernel map pages of a file, uses some of
; them, and has them unmapped again, as one does that works with mmap and munmap.
;
; Mapping a page is one store into a page table; unmapping it is another, and `invlpg`. Look at what
; becomes of these. With shadow page tables the monitor has to learn of every store: it lets the
; table's page be read only, or waits for `invlpg` and for the faults of what is not in the shadow
; yet. With nested paging the stores are the guest's own business, and misses in the TLB cost more.
; The port writes entries by hypercall, many with one, each of which is checked.
;
; given port: page-tables-pv.s
; expect output: 400 times 16 pages mapped and unmapped, 1600 of them touched
; expect exit: 0
; expect engines: native trap bt pv hvm

ROUNDS = 400
PAGES = 16                              ; that are mapped in each round
STRIDE = 4                              ; of which every so manieth is touched

WINDOW = USER_BASE + (1 << 20)          ; where they are mapped: at four places, by turns
WINDOW_SIZE = PAGES * PAGE_SIZE

CALL_MAP = 0                            ; maps the file at r1
CALL_UNMAP = 1                          ; unmaps it there
CALL_EXIT = 2                           ; r1 is the result

.include "lib/platform.s"

.section data
space:
    .word 0
file:                                   ; the entries for the file's pages
    .space PAGES * 4
.section text

main:
    call program_space
    set space, r0, r1
    mov r4, file
    mov r5, file + PAGES * 4
.next:
    call frame_new
    or r0, USER_PAGE
    platform_entry r0
    store [r4], r0
    add r4, 4
    cmp r4, r5
    jb .next
    get r1, space
    mov r2, WINDOW
    mov r3, 1
    call map_new                        ; so that there is a table already
    get r1, space
    jmp start_program

system_call:
    cmp r0, CALL_MAP
    je .map
    cmp r0, CALL_UNMAP
    je .unmap
    mov r4, r1
    mov r1, ROUNDS
    call print_decimal
    say " times "
    mov r1, PAGES
    call print_decimal
    say " pages mapped and unmapped, "
    mov r1, r4
    call print_decimal
    say " of them touched\n"
    clr r1
    platform_power_off

.map:
    enter
    mov r2, r1
    get r1, space
    call entry_find                     ; they all lie in one table
    mov r4, r0
    mov r5, file
    add r6, r5, PAGES * 4
    platform_begin_batch
.map_page:
    mov r1, r4
    load r2, [r5]
    platform_set_entry                  ; the page was absent, so no TLB knows it
    add r4, 4
    add r5, 4
    cmp r5, r6
    jb .map_page
    platform_end_batch
    jmp .done

.unmap:
    enter
    mov r5, r1
    mov r2, r1
    get r1, space
    call entry_find
    mov r4, r0
    mov r6, WINDOW_SIZE
    add r6, r5
    platform_begin_batch
.unmap_page:
    mov r1, r4
    clr r2
    platform_set_entry
    mov r1, r5
    platform_flush_page
    add r4, 4
    add r5, PAGE_SIZE
    cmp r5, r6
    jb .unmap_page
    platform_end_batch
.done:
    pop r7
    pop r6
    pop r5
    pop r4
    return_to_program

; ---- Ring 3 ----

.section program, USER_BASE, auto
.align PAGE_SIZE
    mov r4, ROUNDS
.round:
    and r5, r4, 3
    mul r5, WINDOW_SIZE >> 4            ; (a constant has 16 bits)
    shl r5, 4
    mov r6, WINDOW
    add r5, r6
    mov r0, CALL_MAP
    mov r1, r5
    call_kernel
    call touch
    mov r0, CALL_UNMAP
    mov r1, r5
    call_kernel
    dec r4
    cmp r4, 0
    jne .round

    mov r0, CALL_MAP                    ; once more, to see what all rounds have left in the file
    mov r5, WINDOW
    mov r1, r5
    call_kernel
    call touch
    sub r1, r8, (PAGES + STRIDE - 1) / STRIDE
    mov r0, CALL_EXIT
    call_kernel

; Counts in every STRIDEth page from r5 on; r8 = all counts together.
touch:
    mov r6, r5
    mov r7, WINDOW_SIZE
    add r7, r5
    clr r8
.next:
    load r1, [r6]
    inc r1
    store [r6], r1
    add r8, r1
    mov r1, STRIDE * PAGE_SIZE
    add r6, r1
    cmp r6, r7
    jb .next
    ret
