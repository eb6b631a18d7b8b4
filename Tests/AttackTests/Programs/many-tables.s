; attacks: more tables in one address space than the monitor has memory for, and one table in each of a directory's slots
; expect stop: halt
; expect r3: 0
; expect r4: 0xbb
; expect word count: 0
.include "lib/traps.s"
.include "lib/paging.s"
TABLES = 0x400000
FIRST = 0x400000
_start:
    traps
    tables
    poke frame_a, 0xaa
    poke frame_b, 0xbb
    ; a table of its own for each slot but the first and the last
    mov r6, TABLES
    mov r7, directory + 4
    mov r2, directory + 1023 * 4
    mov r8, frame_a | ALL
    mov r9, PAGE_SIZE
.table:
    store [r6], r8
    add r1, r6, ALL
    store [r7], r1
    add r6, r9
    add r7, 4
    cmp r7, r2
    jb .table
    ; and a way to reach the first of them
    poke identity + (frame_c >> 12) * 4, TABLES | ALL
    paging
    call sweep
    call sweep
    ; now one table for all
    mov r7, directory + 4
    mov r1, TABLES | ALL
.share:
    store [r7], r1
    add r7, 4
    cmp r7, r2
    jb .share
    mov r0, cr3
    mov cr3, r0
    call sweep
    call sweep
    ; one store moves them all
    poke frame_c, frame_b | ALL
    mov r0, cr3
    mov cr3, r0
    mov r6, 0x3fc00000
    load r4, [r6]
site:
    hlt
caught:
    hlt
; Reads and writes a word in each of 1022 parts of the address space. r3 stays 0 if all were as they should be.
sweep:
    mov r6, FIRST
    mov r10, 0x400000
    mov r11, STRIP_BASE
.next:
    load r5, [r6]
    mov r1, 0xaa
    xor r5, r5, r1
    or r3, r3, r5
    store [r6], r1
    add r6, r10
    cmp r6, r11
    jb .next
    ret
