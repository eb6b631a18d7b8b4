; What there is besides the driver: the trap table, and a start. All is in ring 0, and paging is off.
; A program has `main`; your part is driver.s.
;
; This file is given: a change here is not looked at.

SECTOR_SIZE = 512
TRAPPED = 99                            ; the exit code if a trap comes that nobody has asked for

.section data, 0x8000
.section text, 0x1000

; gate VECTOR, HANDLER makes the vector lead to the handler, with interrupts off; r0 to r2 are lost.
.macro gate vector, handler
    mov r1, \vector
    mov r2, \handler
    call set_gate
.endm

_start:
    mov sp, stack
    mov r1, trap_table
    lidt r1
    gate VECTOR_DIVIDE, trapped
    gate VECTOR_UNDEFINED, trapped
    gate VECTOR_PROTECTION, trapped
    call driver_start                   ; yours; interrupts are off, and all lines masked
    sti
    call main
; Switches the machine off; r1 is the exit code.
exit:
    out POWER_EXIT, r1

trapped:
    mov r1, TRAPPED
    out POWER_EXIT, r1

set_gate:
    shl r1, 3
    mov r0, trap_table
    add r1, r0
    store [r1], r2
    mov r2, GATE_PRESENT
    store [r1 + 4], r2
    ret

; r0 = 0 if the memory at r1 holds the sectors from r2 on, r3 of them, as the disk was at first: each
; begins with its name, "sector 45\n". Otherwise r0 = 1.
named:
    push r1
    push r2
    push r3
    push r4
    push r5
    mov r4, r2
.next:
    mov r0, 1
    load r5, [r1]
    mov r2, 's' | 'e' << 8 | 'c' << 16 | 't' << 24
    cmp r5, r2
    jne .end
    add r2, r1, 7                       ; behind "sector "
    call number
    cmp r5, r4
    jne .end
    add r1, SECTOR_SIZE
    inc r4
    dec r3
    cmp r3, 0
    jne .next
    clr r0
.end:
    pop r5
    pop r4
    pop r3
    pop r2
    pop r1
    ret

; r5 = the decimal number at r2, which a line's end follows; all ones if that is none.
number:
    push r1
    push r2
    clr r5
.next:
    loadb r1, [r2]
    cmp r1, '\n'
    je .end
    sub r1, '0'
    cmp r1, 9
    ja .none
    mul r5, 10
    add r5, r1
    inc r2
    jmp .next
.none:
    mov r5, -1
.end:
    pop r2
    pop r1
    ret

.include "driver.s"

.section data
.align 8
trap_table:
    .space 256 * 8
    .space 1024
stack:
.section text
