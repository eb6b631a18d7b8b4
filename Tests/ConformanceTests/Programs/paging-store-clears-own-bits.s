; pins: a store that has often written page tables, and clears the accessed and dirty bits of the page that it writes, has cleared them
; expect r1: 0
; expect stop: halt

DIRECTORY = 0x100000
TABLE = 0x101000
OTHER = 0x102000
ALL = PTE_PRESENT | PTE_WRITABLE | PTE_ACCESSED | PTE_DIRTY

_start:
    mov r1, TABLE | PTE_PRESENT | PTE_WRITABLE
    mov r2, DIRECTORY
    store [r2], r1
    mov r1, OTHER | PTE_PRESENT | PTE_WRITABLE
    store [r2 + 4], r1
    mov r2, TABLE
    mov r1, ALL
    mov r3, 0x400000
.entry:
    store [r2], r1
    add r1, PAGE_SIZE
    add r2, 4
    cmp r1, r3
    jb .entry
    mov r1, DIRECTORY
    mov cr3, r1
    mov r1, CR0_PAGING
    mov cr0, r1
    mov r1, OTHER
    mov r2, 0x300000 | ALL
    store [r1], r2
    mov r4, 0x400000
    load r4, [r4]                       ; so that OTHER is a table in use
    mov r9, 20
loop:
    mov r1, OTHER + 16
    mov r2, 0x300000 | ALL
    mov r5, PAGE_SIZE
    mul r5, r5, r9
    add r2, r2, r5
    cmp r9, 1
    jne site
    mov r1, TABLE + 0x101 * 4           ; the entry by which TABLE itself is written
    mov r2, TABLE | PTE_PRESENT | PTE_WRITABLE
site:
    store [r1], r2
    sub r9, 1
    cmp r9, 0
    jne loop
    invlpg r1
    load r1, [r1]                       ; its walk sets the accessed bit only
    and r1, PTE_DIRTY
    hlt
