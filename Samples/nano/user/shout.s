; Reads lines from the console and prints them in capitals, up to the line "bye".

shout_main:
.line:
    mov r1, HEAP_BASE
    mov r2, 80
    system READ                         ; sleeps until the line is there
    mov r4, HEAP_BASE
    add r5, r4, r0
    mov r6, r4
    jmp .letter
.next:
    loadb r1, [r6]
    cmp r1, 'a'
    jb .other
    cmp r1, 'z'
    ja .other
    sub r1, 'a' - 'A'
    storeb [r6], r1
.other:
    inc r6
.letter:
    cmp r6, r5
    jb .next
    clr r1
    storeb [r5], r1

    say "shout: "
    mov r1, r4
    call say_text
    load r1, [r4]                       ; the first four letters, compared at once
    mov r2, 'B' | 'Y' << 8 | 'E' << 16 | '\n' << 24
    cmp r1, r2
    jne .line
    clr r1
    system EXIT
