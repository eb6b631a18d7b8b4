; Page tables for small programs, at fixed addresses.
;
; The first 4 MiB are mapped to themselves, for all rings. The 4 MiB at WINDOW go through `window`, whose directory
; entry is there and whose entries are all empty: a program fills them in. The frames below are free RAM.

directory = 0x10000
identity = 0x11000                      ; the table of the first 4 MiB
window = 0x12000                        ; the table of the window: also the name of its first entry
spare = 0x13000                         ; for another table
directory2 = 0x14000                    ; for another directory
window_pde = directory + 0x400
second = window + 4                     ; the window's second entry

WINDOW = 0x40000000
SECOND = WINDOW + PAGE_SIZE

frame_a = 0x30000
frame_b = 0x31000
frame_c = 0x32000
frame_d = 0x33000

KERNEL = PTE_PRESENT | PTE_WRITABLE
ALL = PTE_PRESENT | PTE_WRITABLE | PTE_USER
FROM_3 = 3 << PAGEFAULT_RING_SHIFT

; Stores a word at an address. r0 and r1 are lost.
.macro poke place, value
    mov r0, \place
    mov r1, \value
    store [r0], r1
.endm

; Drops a page from the TLB. r0 is lost.
.macro flush place
    mov r0, \place
    invlpg r0
.endm

; Fills the tables, without using them yet. r0 to r2 are lost.
.macro tables
    call fill_tables
.endm

; Paging on. r0 is lost.
.macro paging
    mov r0, directory
    mov cr3, r0
    mov r0, CR0_PAGING
    mov cr0, r0
.endm

fill_tables:
    mov r0, identity
    mov r1, ALL
    mov r2, identity + PAGE_SIZE
.next:
    store [r0], r1
    add r0, 4
    add r1, PAGE_SIZE
    cmp r0, r2
    jb .next
    poke directory, identity | ALL
    poke window_pde, window | ALL
    ret
