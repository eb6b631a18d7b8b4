; attacks: int for all 256 vectors, those of the monitor's among them, through gates that software may not call and that it may
; expect stop: halt
; expect r9: 512
; expect word count: 257
.include "lib/traps.s"
.include "lib/paging.s"
_start:
    traps
    tables
    paging
    ; `int n` is made anew for each n
    user site
site:
    clr r5
    call all
    ; all that were refused; now they may be called
    mov r13, .open
    int 0x81
.open:
    clr r5
    call all
    int 0x80
all:
    mov r7, patch
.next:
    mov r6, 0x60000000
    or r6, r6, r5
    cmp r5, 0x80
    jne .other
    mov r6, 0x60000081
.other:
    store [r7], r6
    call patch
    inc r5
    inc r9
    cmp r5, 256
    jne .next
    ret
patch:
    nop
    ret
; After 256 were refused or taken, all gates lead to `plain`, from ring 3.
caught:
    mov r0, vector
    load r0, [r0]
    cmp r0, VECTOR_PROTECTION
    je .refused
    cmp r9, 256
    je .reopen
    iret
.refused:
    skip
.reopen:
    mov r1, trap_table
    clr r2
.gate:
    mov r0, plain
    store [r1], r0
    mov r0, GATE_PRESENT | GATE_USER | GATE_FRESH_STACK
    store [r1 + 4], r0
    add r1, 8
    inc r2
    cmp r2, 256
    jne .gate
    mov r1, trap_table + 8 * 0x80
    mov r0, on_80
    store [r1], r0
    iret
plain:
    iret
