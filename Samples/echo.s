; Reading the console, twice: by asking again and again (polling), and by interrupts.
;
; Polling costs time while nothing happens; an interrupt costs something each time. Look at the handler: it takes
; everything there is, for the controller only reports *that* input waits, and the console holds its line until all
; of it has been read.
;
; given input: polled\ninterrupts\nbring\nthis\n
; expect output: polling: polled
; expect output: interrupts: interrupts
; expect output: interrupts: bring
; expect output: interrupts: this
; expect exit: 0
; expect engines: native trap bt hvm

.include "lib/console.s"
.include "lib/traps.s"

_start:
    say "polling: "
.poll:
    in r1, CONSOLE_STATUS
    test r1, 1                          ; does input wait?
    jz .poll
    in r1, CONSOLE_DATA
    out CONSOLE_DATA, r1
    cmp r1, '\n'
    jne .poll

    gate 0x20 + CONSOLE_LINE, on_input, GATE_PRESENT
    mov r1, trap_table
    lidt r1
    mov r1, ~(1 << CONSOLE_LINE) & 0xffff
    out PIC_MASK, r1
    mov r1, 1                           ; interrupt while input waits
    out CONSOLE_CONTROL, r1

    mov r4, buffer                      ; where the program reads; the handler writes at r5
    mov r5, r4
    mov r6, 3                           ; lines to come
.line:
    say "interrupts: "
.character:
    call wait_for_input
    loadb r1, [r4]
    inc r4
    out CONSOLE_DATA, r1
    cmp r1, '\n'
    jne .character
    dec r6
    cmp r6, 0
    jne .line
    clr r1
    jmp exit

; Sleeps until the handler is ahead of the program.
wait_for_input:
    cli
    cmp r4, r5
    jne .there
    sti                                 ; takes effect after hlt has begun to wait: nothing slips through between them
    hlt
    jmp wait_for_input
.there:
    sti
    ret

on_input:
    push r1
.next:
    in r1, CONSOLE_DATA                 ; all ones when nothing is left
    cmp r1, -1
    je .empty
    storeb [r5], r1
    inc r5
    jmp .next
.empty:
    out PIC_EOI, r1                     ; any value
    pop r1
    iret

buffer:
    .space 256
