; Context switches: two processes that give way to each other thousands of times, as a reader and a
; writer of a pipe do.
;
; A switch loads another page directory, which empties the TLB, and another stack for the kernel.
; Afterwards the program touches a few pages, so the TLB has to be filled anew; that is the hidden
; half of the cost. Under a monitor with shadow page tables the load of the directory is an exit
; (and whether the shadow of the other space is still there when it comes back is up to the
; monitor); with nested paging it is none, but every miss walks through two sets of tables. The port
; makes two hypercalls for a switch.
;
; given port: switch-pv.s
; expect output: process 1 has given way 2000 times, its pages hold 16000
; expect output: process 2 has given way 2000 times, its pages hold 32000
; expect exit: 0
; expect engines: native trap bt pv hvm

ROUNDS = 2000                           ; of each process
PAGES = 8                               ; that it touches in a round

DATA = USER_BASE + (1 << 20)

CALL_YIELD = 0                          ; lets the other one run
CALL_EXIT = 1                           ; r1 is the result

.include "lib/platform.s"
.include "lib/process.s"

.section data
first:
    .space P_SIZE
second:
    .space P_SIZE
alive:
    .word 2
    .space 512
first_stack:
    .space 512
second_stack:
.section text

main:
    mov r4, 1                           ; a program finds its number in r4
    mov r5, first
    mov r6, first_stack
    call make
    mov r4, 2
    mov r5, second
    mov r6, second_stack
    call make
    mov r4, first
    jmp switch_for_good

; Makes the process r5 with the number r4 and the stack r6.
make:
    push r7
    call program_space
    mov r7, r0
    mov r1, r7
    mov r2, DATA
    mov r3, PAGES
    call map_new
    mov r1, r5
    mov r2, r7
    mov r3, r6
    call process_new
    pop r7
    ret

system_call:
    cmp r0, CALL_EXIT
    je .exit
    get r2, alive
    cmp r2, 2
    jne .alone
    call other
    call switch
.alone:
    return_to_program
.exit:
    mov r5, r1
    say "process "
    mov r1, r4                          ; still what the program has there
    call print_decimal
    say " has given way "
    mov r1, ROUNDS
    call print_decimal
    say " times, its pages hold "
    mov r1, r5
    call print_decimal
    say "\n"
    get r5, alive
    dec r5
    set alive, r5, r2
    cmp r5, 0
    je .last
    call other
    mov r4, r1
    jmp switch_for_good
.last:
    clr r1
    platform_power_off

; r1 = the process that does not run.
other:
    get r2, current
    mov r1, first
    cmp r1, r2
    jne .done
    mov r1, second
.done:
    ret

; ---- Ring 3 ----

.section program, USER_BASE, auto
.align PAGE_SIZE
    mov r5, ROUNDS
.round:
    mov r0, CALL_YIELD
    call_kernel
    mov r6, DATA
    mov r7, DATA + PAGES * PAGE_SIZE
.touch:
    load r1, [r6]                       ; each page has a word that counts
    add r1, r4
    store [r6], r1
    add r6, PAGE_SIZE
    cmp r6, r7
    jb .touch
    dec r5
    cmp r5, 0
    jne .round

    clr r1
    mov r6, DATA
.sum:
    load r2, [r6]
    add r1, r2
    add r6, PAGE_SIZE
    cmp r6, r7
    jb .sum
    mov r0, CALL_EXIT
    call_kernel
