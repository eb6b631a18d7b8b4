; Programs that write programs: code patched in place, down to the very next instruction, and code made at run time.
;
; Ring32 promises, as x86 does, that an instruction stored is an instruction executed. A binary translator has to
; keep that promise for code that it has already translated; `stats` shows what it costs to find out. The last
; test stores *data* beside code, in the same page, where nothing needs to be translated again.
;
; expect output: a constant patched 100 times: sum 4950
; expect output: the next instruction, patched: new
; expect output: the same code once more: new
; expect output: generated: 6 7 8
; expect output: a copy of a routine, run elsewhere: 5! = 120
; expect output: an instruction that turns into another one: add sub mul xor
; expect output: data beside code: 1000
; expect exit: 0
; expect engines: native trap bt hvm

.include "lib/console.s"

_start:

; ---- Patching a constant ----

    say "a constant patched 100 times: sum "
    clr r7
    clr r8
    mov r4, .constant
    load r5, [r4]                       ; the word of `mov r1, 0`; the constant is its low half
.patch:
    add r6, r5, r8
    store [r4], r6
.constant:
    mov r1, 0
    add r7, r1
    inc r8
    cmp r8, 100
    jb .patch
    mov r1, r7
    call print_line

; ---- Patching the very next instruction ----

    say "the next instruction, patched: "
    call patch_next
    call print
    say "\nthe same code once more: "
    call patch_next
    call print

; ---- Making code ----

    say "\ngenerated:"
    mov r8, 6
.generate:
    mov r1, r8
    call make_constant                  ; the same place, another routine each time
    mov r4, workshop
    call r4
    say " "
    mov r1, r0
    call print_decimal
    inc r8
    cmp r8, 8
    jbe .generate

; ---- Moving code ----

    say "\na copy of a routine, run elsewhere: 5! = "
    mov r4, factorial
    mov r5, factorial_end
    mov r6, workshop
.copy:
    load r0, [r4]                       ; its jumps are relative, so it runs anywhere
    store [r6], r0
    add r4, 4
    add r6, 4
    cmp r4, r5
    jb .copy
    mov r1, 5
    mov r4, workshop
    call r4
    mov r1, r0
    call print_line

; ---- One word, four instructions ----

    say "an instruction that turns into another one:"
    mov r7, operations
.operation:
    load r0, [r7]                       ; the instruction,
    mov r4, .slot
    store [r4], r0
    mov r1, 12
    mov r2, 5
.slot:
    ud
    load r0, [r7+4]                     ; what it must have made of 12 and 5,
    cmp r1, r0
    jne .wrong
    say " "
    add r1, r7, 8                       ; and its name
    call print
    add r7, 12
    mov r0, operations_end
    cmp r7, r0
    jb .operation

; ---- Data in a page of code ----

    say "\ndata beside code: "
    mov r4, .beside
    jmp .store
.beside:
    .word 0
.store:
    load r1, [r4]
    inc r1
    store [r4], r1
    cmp r1, 1000
    jb .store
    call print_line

    clr r1
    jmp exit
.wrong:
    say " wrong\n"
    mov r1, 1
    jmp exit

; r1 = a text: the old one or, because the store replaces the instruction that follows it, the new one.
patch_next:
    mov r1, text_old
    mov r2, text_new
    mov r3, .template
    load r3, [r3]
    mov r4, .target
    store [r4], r3
.target:
    nop
    ret
.template:
    mov r1, r2

; Writes a routine into the workshop that returns r1: `mov r0, r1's value` and `ret`.
make_constant:
    mov r4, workshop
    mov r5, .template
    load r0, [r5]
    add r0, r1
    store [r4], r0
    load r0, [r5+4]
    store [r4+4], r0
    ret
.template:
    mov r0, 0
    ret

; r0 = r1!, by calling itself; uses no address but its own.
factorial:
    mov r0, 1
    cmp r1, 1
    jbe .done
    push r1
    dec r1
    call factorial
    pop r1
    mul r0, r0, r1
.done:
    ret
factorial_end:

; Rows of three words: an instruction, its result for 12 and 5, and a name of three letters.
operations:
    add r1, r1, r2
    .word 17
    .asciz "add"
    sub r1, r1, r2
    .word 7
    .asciz "sub"
    mul r1, r1, r2
    .word 60
    .asciz "mul"
    xor r1, r1, r2
    .word 9
    .asciz "xor"
operations_end:

; Prints r1 in decimal, and ends the line.
print_line:
    call print_decimal
    say "\n"
    ret

text_old:
    .asciz "old"
text_new:
    .asciz "new"

.align PAGE_SIZE
workshop:                               ; a page of RAM in which code is made
