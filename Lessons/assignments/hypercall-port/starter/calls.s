; What a program has from its kernel. Do not change it. A program follows the line .include "calls.s"; it begins in ring 3
; at USER_BASE, and keeps all its registers in a system call but those that it sets for it.

.macro kernel call
    mov r0, \call
    int 0x80
.endm

; print LABEL, END prints the text between two labels. r0 to r2 are lost.
.macro print text, end
    mov r1, \text
    mov r2, \end - \text
    kernel CALL_WRITE
.endm

; map ADDRESS, PAGE, COUNT and unmap ADDRESS, COUNT. r0 to r3 are lost.
.macro map address, page, count
    mov r1, \address
    mov r2, \page
    mov r3, \count
    kernel CALL_MAP
.endm
.macro unmap address, count
    mov r1, \address
    mov r3, \count
    kernel CALL_UNMAP
.endm

.section program, USER_BASE, PROGRAM_PAGE * PAGE_SIZE
