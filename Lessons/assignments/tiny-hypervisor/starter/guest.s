; What guests begin with. Do not change it. The guest's code follows the line .include "guest.s".

; tell "text" prints it. r1 and r2 are lost.
.macro tell text
    mov r1, .text\@
    call tell_text
    jmp .behind\@
.text\@:
    .asciz \text
    .align 4
.behind\@:
.endm

.section guest, GUEST_START, GUEST_RAM + GUEST_START
    jmp guest

tell_text:
    loadb r2, [r1]
    inc r1
    cmp r2, 0
    je .end
    out CONSOLE_DATA, r2
    jmp tell_text
.end:
    ret

guest:
