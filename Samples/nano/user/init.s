; The first process. It starts all others, waits for each, and ends with the number of those that went wrong.

init_main:
    say "init: process "
    system GETPID
    show r0
    say "\n"
    clr r11                             ; what went wrong so far

; ---- Three workers at a time ----

    clr r4
    mov r5, workers
.start:
    mov r1, PRIMES
    mov r2, r4
    call start
    store [r5], r0
    add r5, 4
    inc r4
    cmp r4, 3
    jb .start
    say "init: three processes count primes, all at the same time\n"

    clr r4                              ; they may end in any order; we ask in ours
    clr r6
    mov r5, workers
.collect:
    say "init: process "
    load r1, [r5]
    call say_number
    load r1, [r5]
    system WAIT
    mov r7, r1                          ; its status is what it has found
    add r6, r7
    say " has found "
    show r7
    say "\n"
    add r5, 4
    inc r4
    cmp r4, 3
    jb .collect
    say "init: together "
    show r6
    say " primes below 15000\n"
    cmp r6, 1754
    je .preemption
    inc r11

; ---- One that never gives up the CPU ----

.preemption:
    system FORK
    cmp r0, 0
    jne .parent
.endless:
    jmp .endless                        ; no system call, no fault: only the timer gets us out of here
.parent:
    mov r8, r0
    system YIELD                        ; now it runs, and we come back all the same
    say "init: process "
    show r8
    say " loops for ever, but not alone\n"
    mov r1, r8
    system KILL
    mov r1, r8
    system WAIT
    cmp r1, -1
    je .killed
    inc r11
.killed:
    say "init: process "
    show r8
    say " killed\n"

; ---- The disk: while it works for one process, another computes ----

    mov r1, PRIMES
    mov r2, 3
    call start
    mov r8, r0
    mov r1, SECTORS
    call run
    add r11, r0
    mov r1, r8
    system WAIT
    mov r7, r1
    say "init: process "
    show r8
    say " has found "
    show r7
    say " meanwhile\n"
    cmp r7, 508
    je .memory
    inc r11

; ---- Memory, and the console ----

.memory:
    mov r1, COPIES
    call run
    add r11, r0
    mov r1, DEMAND
    call run
    add r11, r0
    mov r1, SHOUT
    call run
    add r11, r0

; ---- What must not be done ----

    clr r4
.rogue:
    mov r1, ROGUE
    mov r2, r4
    call run
    cmp r0, -1                          ; killed, all of them
    je .caught
    inc r11
.caught:
    inc r4
    cmp r4, ROGUES
    jb .rogue

    clr r1
    system WAIT
    cmp r0, -1
    je .none_left
    inc r11
.none_left:
    say "init: no children left\n"
    mov r1, r11
    system EXIT

workers:
    .word 0, 0, 0
