; pins: the report of a triple fault tells the word at its pc, also on a page where nothing has been executed
; expect stop: triple-fault
_start:
    mov sp, 0x30000
    mov r1, FLAG_TRACE
    push r1
    jmp last
    .org 0x2ff8
last:
    popf
    nop
    mov r3, 7
    hlt
