; Two-level page tables: translation, the accessed and dirty bits, remapping with invlpg, two address spaces, and a
; page that appears when it is touched.
;
; Look at every store into a page table. Under a monitor the tables in use are not these: the monitor keeps its own
; (shadow tables that it must bring up to date, or nested ones below), and what it must do for a store, for
; `invlpg` and for a load of cr3 is most of the difference between the techniques.
;
; expect output: paging is on
; expect output: after mapping: accessed 0, dirty 0
; expect output: after a read: accessed 1, dirty 0
; expect output: after a write: accessed 1, dirty 1
; expect output: the directory's entry: accessed 1, dirty 0
; expect output: window: the first frame
; expect output: window, remapped: the second frame
; expect output: two addresses, one frame: ok
; expect output: another address space: the first frame
; expect output: back again: the second frame
; expect output: 8 pages touched, 8 faults
; expect exit: 0
; expect engines: native trap bt hvm

.include "lib/console.s"
.include "lib/traps.s"

WINDOW = 0x40000000                     ; a page at 1 GiB, far beyond the RAM of this machine
ALIAS = WINDOW + PAGE_SIZE
LAZY = WINDOW + 16 * PAGE_SIZE          ; pages that do not exist until they are touched
LAZY_PAGES = 8

PRESENT = PTE_PRESENT | PTE_WRITABLE    ; for ring 0 only

; An address has three parts: bits 31..22 choose an entry of the directory, which says where a page table is;
; bits 21..12 an entry of that table, which says where the page's frame is; bits 11..0 are the offset in the page.
.macro entry register, table, address
    mov \register, \table + ((\address >> 12) & 1023) * 4
.endm

_start:
    mov sp, stack

    ; The first 4 MiB are mapped to themselves. Without that, the instruction after `mov cr0` could not be fetched.
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

    mov cr3, r1                         ; the directory's *physical* address
    mov r1, CR0_PAGING
    mov cr0, r1
    say "paging is on\n"

; ---- What the hardware notes in an entry ----

    entry r4, high_table, WINDOW
    mov r1, first_frame + PRESENT
    store [r4], r1
    say "after mapping: "
    call show_bits
    mov r5, WINDOW
    load r1, [r5]
    say "after a read: "
    call show_bits
    store [r5+64], r1                   ; the TLB knows this page by now; yet the first write must reach the entry
    say "after a write: "
    call show_bits
    entry r4, directory, WINDOW >> 10   ; (the directory is indexed by bits 31..22)
    say "the directory's entry: "
    call show_bits                      ; only the last level has a dirty bit

; ---- Another frame behind the same address ----

    say "window: "
    mov r1, WINDOW
    call print
    entry r4, high_table, WINDOW
    mov r1, second_frame + PRESENT
    store [r4], r1
    mov r1, WINDOW
    invlpg r1                           ; the TLB may still hold the old entry: nobody has told it
    say "\nwindow, remapped: "
    call print

; ---- Another address for the same frame ----

    entry r4, high_table, ALIAS
    mov r1, second_frame + PRESENT
    store [r4], r1                      ; it was not present, so there is nothing to flush
    mov r5, ALIAS
    mov r1, 12345
    store [r5+64], r1
    mov r5, WINDOW
    load r2, [r5+64]
    cmp r1, r2
    jne wrong
    mov r5, second_frame
    load r2, [r5+64]
    cmp r1, r2
    jne wrong
    say "\ntwo addresses, one frame: ok\n"

; ---- Another address space ----

    mov r1, other_directory
    mov r2, low_table + PRESENT         ; shared: we must still be here after the change
    store [r1], r2
    mov r2, other_table + PRESENT
    store [r1 + (WINDOW >> 22) * 4], r2
    entry r4, other_table, WINDOW
    mov r2, first_frame + PRESENT
    store [r4], r2

    mov cr3, r1                         ; flushes the whole TLB, too
    say "another address space: "
    mov r1, WINDOW
    call print
    mov r1, directory
    mov cr3, r1
    say "\nback again: "
    mov r1, WINDOW
    call print

; ---- Pages on demand ----

    gate VECTOR_PAGE_FAULT, on_page_fault, GATE_PRESENT
    mov r1, trap_table
    lidt r1
    mov r6, pool                        ; the next free frame
    clr r7                              ; faults so far
    mov r5, LAZY
    mov r8, LAZY + LAZY_PAGES * PAGE_SIZE
.touch:
    store [r5], r5                      ; faults, and is tried again once the page is there
    load r1, [r5]
    cmp r1, r5
    jne wrong
    add r5, PAGE_SIZE
    cmp r5, r8
    jb .touch
    say "\n"
    mov r1, LAZY_PAGES
    call print_decimal
    say " pages touched, "
    mov r1, r7
    call print_decimal
    say " faults\n"

    clr r1
    jmp exit

wrong:
    say "wrong\n"
    mov r1, 1
    jmp exit

; Prints the accessed bit (bit 5) and the dirty bit (bit 6) of the entry at r4.
show_bits:
    push r1
    push r2
    load r2, [r4]
    say "accessed "
    shr r1, r2, 5
    and r1, 1
    call print_decimal
    say ", dirty "
    shr r1, r2, 6
    and r1, 1
    call print_decimal
    say "\n"
    pop r2
    pop r1
    ret

; Maps the next frame of the pool where the access failed; `iret` then tries the instruction again.
on_page_fault:
    push r1
    push r2
    mov r1, cr2
    shr r1, 12
    and r1, 1023
    shl r1, 2
    mov r2, high_table
    add r1, r2
    or r2, r6, PRESENT
    store [r1], r2
    add r6, PAGE_SIZE
    inc r7
    pop r2
    pop r1
    iret

    .space 256
stack:

.align PAGE_SIZE
directory:
    .space PAGE_SIZE
other_directory:
    .space PAGE_SIZE
low_table:
    .space PAGE_SIZE
high_table:
    .space PAGE_SIZE
other_table:
    .space PAGE_SIZE
first_frame:
    .asciz "the first frame"
.align PAGE_SIZE
second_frame:
    .asciz "the second frame"
.align PAGE_SIZE
pool:                                   ; from here on, RAM is free
