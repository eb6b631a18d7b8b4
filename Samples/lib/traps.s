; The trap table of the samples that take traps, empty at first.

; gate VECTOR, HANDLER, BITS fills in one gate; r0 to r3 are lost.
.macro gate vector, handler, bits
    mov r1, \vector
    mov r2, \handler
    mov r3, \bits
    call set_gate
.endm

set_gate:
    shl r1, 3               ; a gate is two words: the handler's address, and the bits
    mov r0, trap_table
    add r1, r0
    store [r1], r2
    store [r1+4], r3
    ret

.align 8                    ; lidt insists on it
trap_table:
    .space 256 * 8
