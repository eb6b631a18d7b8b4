; pins: stores to a page-table entry, equal to what it holds or not, in turn with flushes and with another page at the same address
; expect r5: 96
; expect r6: 0
; expect stop: halt

DIRECTORY = 0x100000
TABLE = 0x101000
WINDOW = 0x300000                       ; its page is TABLE first, and then PLAIN
PLAIN = 0x200000
ALL = PTE_PRESENT | PTE_WRITABLE | PTE_ACCESSED | PTE_DIRTY

_start:
    mov sp, 0x9000
    mov r1, TABLE | ALL
    mov r2, DIRECTORY
    store [r2], r1
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
    mov r5, 0                           ; stores that could be read back
    mov r6, 0                           ; and those that could not
    mov r9, 96
turn:
    mov r1, TABLE | ALL                 ; the window shows the table in two turns of three, and a plain page in the third
    mov r8, 3
    mod r2, r9, r8
    cmp r2, 0
    jne .table
    mov r1, PLAIN | ALL
.table:
    mov r3, TABLE + (WINDOW >> 12) * 4
    store [r3], r1
    mov r4, WINDOW
    invlpg r4
    mov r7, 5
.again:
    mov r1, 0x250000 | ALL              ; equal to what is there, but in the first turns of each kind
    cmp r9, 48
    jae .same
    shl r2, r9, 12                      ; and different each time from here on
    add r1, r2
.same:
    mov r3, WINDOW + 0x250 * 4
    store [r3], r1
    load r2, [r3]
    cmp r1, r2
    jne .wrong
    sub r7, 1
    cmp r7, 0
    jne .again
    add r5, 1
    jmp .next
.wrong:
    add r6, 1
.next:
    push r9
    pop r9
    sub r9, 1
    cmp r9, 0
    jne turn
    hlt
