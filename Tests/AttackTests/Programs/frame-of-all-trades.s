; attacks: one frame as directory, table, data, code and stack, in turn and all at once, so that a shadow outlives its use
; expect stop: halt
; expect r3: 0x7777
; expect r9: 16
; expect word count: 32
.include "lib/traps.s"
.include "lib/paging.s"
ROUNDS = 16
trade = 0x40000
_start:
    traps
    tables
    clr r9
    paging
round:
    ; code, data and stack
    poke trade, 0x09307777
    poke trade + 4, 0x4c000000
    mov r6, trade
    mov sp, trade + PAGE_SIZE
    call r6
    mov sp, boot_stack
    ; a directory that maps the low part, and itself as a table
    poke trade, identity | ALL
    poke trade + 0x404, trade | ALL
    mov r0, trade
    mov cr3, r0
    ; through itself, its first entry is the page `identity`
    mov r6, WINDOW + 0x400000
    load r4, [r6]
    ; a stack in it, while it is in use: frames become entries
    mov sp, trade + 0xf00
    mov r0, trade + 0xe00
    mov sp0, r0
    user site, 0
site:
    int 0x81
    int 0x81
    hlt
caught:
    inc r8
    cmp r8, 2
    je .kernel
    iret
.kernel:
    clr r8
    mov sp, boot_stack
    mov r0, kernel_stack
    mov sp0, r0
    mov r0, directory
    mov cr3, r0
    inc r9
    cmp r9, ROUNDS
    jne round
    hlt
