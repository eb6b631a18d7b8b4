; attacks: page faults in every step of a trap: gate, stack, part of the frame, handler, the frame on the way back
; expect stop: halt
; expect r9: 7
.include "lib/traps.s"
.include "lib/paging.s"
table = 0x40c00                         ; its second half is on a page of its own
edge = 0x51008
.macro absent place
    poke identity + (\place >> 12) * 4, 0
    flush \place
.endm
.macro present place, bits
    poke identity + (\place >> 12) * 4, (\place & PTE_FRAME) | \bits
    flush \place
.endm
_start:
    traps
    tables
    mov r6, trap_table
    mov r7, table
    mov r8, table + 0x800
.copy:
    load r1, [r6]
    store [r7], r1
    add r6, 4
    add r7, 4
    cmp r7, r8
    jb .copy
    mov r0, table
    lidt r0
    paging
    ; gates from 0x80 on are not there
    absent table + 0x400
site:
    mov r13, .a
    int 0x81
.a:
    present table + 0x400, ALL
    ; a frame whose lower half is on a page that is not there, one that may not be written, and then one in the table
    absent edge - 16
    mov sp, edge
    mov r13, .b
    int 0x81
.b:
    present edge - 16, PTE_PRESENT | PTE_USER
    mov sp, edge
    mov r13, .c
    int 0x81
.c:
    present edge - 16, ALL
    ; the handler is not there
    mov r6, table + 8 * 0x81
    mov r7, 0x60000
    store [r6], r7
    absent 0x60000
    mov sp, boot_stack
    mov r13, .d
    int 0x81
.d:
    ; the second word of the frame that iret takes back is not there
    absent edge - 16
    mov sp, edge - 12
    mov r13, .e
    iret
.e:
    mov sp, edge + 8
    absent edge
    mov r13, .f
    iret
.f:
    ; sp0 not there for ring 3, in the fault's own delivery, too: the double fault finds its stack by then
    present edge, ALL
    mov sp, boot_stack
    gate VECTOR_DOUBLE_FAULT, on_double_fault, GATE_PRESENT | GATE_FRESH_STACK
    mov r6, table + 8 * VECTOR_PAGE_FAULT
    load r7, [r6 + 4]
    clr r8
    store [r6 + 4], r8
    mov r13, .g
    mov r8, 0x60000
    load r8, [r8]
.g:
    hlt
caught:
    inc r9
    mov sp, boot_stack
    jmp r13
