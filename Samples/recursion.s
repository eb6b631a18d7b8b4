; Calls, stack frames and recursion: factorial, Fibonacci, and the towers of Hanoi.
;
; `call` pushes the address to return to and `ret` pops it: return addresses are ordinary words in memory, which
; the program may read. A translator that moves code elsewhere must still show the guest its own addresses there.
;
; expect output: 12! = 479001600
; expect output: fibonacci(20) = 6765
; expect output: hanoi(3): 1-3 1-2 3-2 1-3 2-1 2-3 1-3
; expect output: hanoi(10): 1023 moves
; expect output: the caller found itself on the stack
; expect stop: halt
; expect engines: native trap bt hvm

.include "lib/console.s"

_start:
    say "12! = "
    mov r1, 12
    call factorial
    mov r1, r0
    call print_decimal

    say "\nfibonacci(20) = "
    mov r1, 20
    call fibonacci
    mov r1, r0
    call print_decimal

    say "\nhanoi(3):"
    mov r7, 1                       ; print the moves
    mov r1, 3
    call towers

    say "\nhanoi(10): "
    clr r7                          ; only count them
    mov r1, 10
    call towers
    mov r1, r6
    call print_decimal
    say " moves\n"

    call who_called
here:
    mov r1, here
    cmp r0, r1
    jne .lost
    say "the caller found itself on the stack\n"
.lost:
    cli
    hlt                             ; with interrupts off nothing can wake the machine: it stops

; r0 = r1!. What must survive the inner call waits on the stack: a frame is whatever a call leaves there.
factorial:
    cmp r1, 1
    ja .recurse
    mov r0, 1
    ret
.recurse:
    push r1
    dec r1
    call factorial
    pop r1
    mul r0, r0, r1
    ret

; r0 = the Fibonacci number of r1, by the definition: two inner calls, 21891 calls for r1 = 20.
fibonacci:
    cmp r1, 2
    jae .recurse
    mov r0, r1
    ret
.recurse:
    push r1
    dec r1
    call fibonacci
    pop r1
    push r0                         ; the first result waits while the second is worked out
    sub r1, 2
    call fibonacci
    pop r1
    add r0, r1
    ret

; Moves r1 discs from peg 1 to peg 3 and counts the moves in r6.
towers:
    clr r6
    mov r2, 1
    mov r3, 3
    mov r4, 2
    push r4                         ; four arguments, the last one first
    push r3
    push r2
    push r1
    call hanoi
    add sp, 16                      ; they were the caller's to push, so they are the caller's to drop
    ret

; hanoi(discs, from, to, spare), all on the stack. r11 points to the frame, which stays put while sp moves:
;
;   [r11+20] spare   [r11+16] to   [r11+12] from   [r11+8] discs   [r11+4] return address   [r11] caller's r11
hanoi:
    push r11
    mov r11, sp
    load r1, [r11+8]
    cmp r1, 0
    je .done

    load r2, [r11+12]               ; the smaller discs step aside: from -> spare
    load r3, [r11+20]
    load r4, [r11+16]
    dec r1
    push r4
    push r3
    push r2
    push r1
    call hanoi
    add sp, 16

    inc r6                          ; the largest disc moves: from -> to
    cmp r7, 0
    je .quiet
    say " "
    load r1, [r11+12]
    call print_decimal
    say "-"
    load r1, [r11+16]
    call print_decimal
.quiet:

    load r1, [r11+8]                ; and the smaller ones follow: spare -> to
    load r2, [r11+20]
    load r3, [r11+16]
    load r4, [r11+12]
    dec r1
    push r4
    push r3
    push r2
    push r1
    call hanoi
    add sp, 16
.done:
    pop r11
    ret

; r0 = the address that this call returns to.
who_called:
    load r0, [sp]
    ret
